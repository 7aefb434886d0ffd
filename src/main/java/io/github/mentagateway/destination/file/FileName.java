package io.github.mentagateway.destination.file;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.TextTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * The name of a file, with {@code {name}} for a value and {@code {date}} for the day on which the notification came, in UTC, which all attempts have in
 * common. A character of a value that could lead elsewhere, or that Camel would take for an expression, is percent-encoded.
 */
public final class FileName {
  private static final int LONGEST = 200;
  private static final String DATE = "date";
  private static final Pattern ADDRESS_SIGN = Pattern.compile("[?%#]");

  private final String pattern;
  private final TextTemplate template;

  /** @throws IllegalArgumentException when the pattern is no name of a file */
  public FileName(String pattern) {
    this.pattern = pattern;
    template = new TextTemplate(pattern);
    if (pattern.isBlank() || pattern.startsWith(".") || !template.withoutNames().matches("[\\w.@-]*")) {
      throw new IllegalArgumentException("name is '" + pattern + "': it must be the name of a file without a folder, of letters, digits, -, _, . and @"
          + " and values in braces, not beginning with '.', such as {deliveryId}.json");
    }
  }

  /**
   * @param folder or a server with a folder, which Camel puts into the address of an endpoint
   * @throws IllegalArgumentException when it would be another one there
   */
  public static void checkFolder(String folder) {
    if (ADDRESS_SIGN.matcher(folder).find()) {
      throw new IllegalArgumentException("the folder is '" + folder + "': '?', '%' and '#' mean something in the address that Camel makes of"
          + " it, and another folder would be written. Name one without them");
    }
  }

  String fill(Exchange exchange, FieldResolver fields) {
    String name = template.fill(each -> {
      Object value = each.equals(DATE) ? day(exchange) : fields.plain(exchange, each);
      return value == null ? "" : encoded(value.toString());
    });
    if (name.startsWith(".") || name.isEmpty() || name.length() > LONGEST) {
      throw new PermanentFailureException("'name' is " + pattern + ", which gives no name of a file here: it would be empty, begin with '.' or be"
          + " longer than " + LONGEST + " characters. Correct the parameter, such as {deliveryId}.json");
    }
    return name;
  }

  private static String day(Exchange exchange) {
    String received = exchange.getVariable("receivedAt", String.class);
    return (received == null ? Instant.now().toString() : received).substring(0, 10);
  }

  private static String encoded(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xFF);
      if (character < 128 && (Character.isLetterOrDigit(character) || "-_.@+=,".indexOf(character) >= 0)) {
        encoded.append(character);
      } else {
        encoded.append('%').append(String.format("%02X", (int) character));
      }
    }
    return encoded.toString();
  }
}
