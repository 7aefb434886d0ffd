package io.github.mentagateway.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resolves {@code {{secret:NAME}}}: the environment variable NAME, else the same in capitals with {@code _} for dots and dashes
 * ({@code menta.token} is {@code MENTA_TOKEN}), else the file NAME in the folder {@code gateway.secrets}. It remembers what it handed out,
 * so that {@link #redact} can take that out of any text that leaves the process.
 */
public final class Secrets {
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{secret:([^}]*)}}");
  /** A shorter value would black out parts of ordinary words in every message. */
  private static final int SHORTEST_ANYWHERE = 6;
  /** A shorter value, or a word such as "name", would black out whole words. */
  private static final int SHORTEST_ALONE = 4;

  private final Map<String, String> environment;
  private final Path folder;
  private final Map<String, Pattern> known = new ConcurrentHashMap<>();
  /** The known secrets, in an order in which a secret that begins like a longer one leaves no rest of that. */
  private volatile List<String> longestFirst = List.of();

  public Secrets(Map<String, String> environment, Path folder) {
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  /** @throws IllegalArgumentException when there is no such secret; the message names both places that were looked at */
  public String get(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("secret name '" + name + "' must be letters, digits, '_', '-' and '.'");
    }
    String variable = PropertySource.environmentName(name);
    String value = environment.getOrDefault(name, environment.get(variable));
    if (value == null && Files.isRegularFile(folder.resolve(name))) {
      try {
        value = TextFile.read(folder.resolve(name)).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("secret '" + name + "' cannot be read from " + folder.resolve(name) + ": " + e.getMessage(), e);
      }
    }
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("secret '" + name + "' is not there: set the environment variable " + variable
          + " or write it into the file " + folder.resolve(name));
    }
    return remember(value);
  }

  /** Replaces every {@code {{secret:NAME}}} in a setting's text. */
  public String resolve(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(get(matcher.group(1).trim())));
    }
    return matcher.appendTail(resolved).toString();
  }

  /** Adds a secret value that came from elsewhere, such as a generated token, and returns it. */
  public String remember(String value) {
    if (known.containsKey(value)) {
      return value;
    }
    if (value.length() >= SHORTEST_ANYWHERE) {
      know(value, inAnyForm(value));
    } else if (value.length() >= SHORTEST_ALONE && !value.matches("\\p{L}*")) {
      know(value, "(?<![\\p{L}\\p{N}])" + inAnyForm(value) + "(?![\\p{L}\\p{N}])");
    }
    return value;
  }

  /** The value of the header Authorization for Basic authentication (RFC 7617). */
  public String basic(String user, String password) {
    return "Basic " + remember(Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  /** Ends that a value which came from elsewhere, and is no secret any more, is taken out. */
  public void forget(String value) {
    know(value, null);
  }

  private synchronized void know(String secret, String pattern) {
    if (pattern == null) {
      known.remove(secret);
    } else {
      known.put(secret, Pattern.compile(pattern));
    }
    longestFirst = known.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** The text with every known secret replaced by {@code ***}, also where it stands in a URL or in JSON. */
  public String redact(String text) {
    String redacted = text;
    for (String secret : longestFirst) {
      // no form of a secret is shorter than the secret
      if (secret.length() <= redacted.length()) {
        Pattern pattern = known.get(secret);
        redacted = pattern == null ? redacted : pattern.matcher(redacted).replaceAll("***");
      }
    }
    return redacted;
  }

  private static String inAnyForm(String secret) {
    return secret.codePoints().mapToObj(Secrets::inAnyForm).collect(Collectors.joining());
  }

  /** Encoders differ in which characters they encode: so each character matches as it is, percent-encoded, or as JSON escapes it. */
  private static String inAnyForm(int character) {
    String plain = Character.toString(character);
    if (character < 128 && Character.isLetterOrDigit(character)) {
      return plain;
    }
    StringBuilder percent = new StringBuilder();
    for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
      percent.append('%').append(HEX.toHexDigits(b));
    }
    StringBuilder unicode = new StringBuilder();
    for (char c : plain.toCharArray()) {
      unicode.append("\\\\u").append(HEX.toHexDigits(c));
    }
    return "(?:\\\\?" + Pattern.quote(plain) + "|(?i:" + percent + "|" + unicode + ")" + (character == ' ' ? "|\\+)" : ")");
  }
}
