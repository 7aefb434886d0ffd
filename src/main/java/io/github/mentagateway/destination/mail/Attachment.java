package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.ParameterNames;
import io.github.mentagateway.destination.TextTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a mail, as its author wrote it: {@code terms.pdf}, {@code folder:{data.id}.pdf} or <code>{ticketPdf} as ticket.pdf</code>.
 *
 * @param from the name of a file, with <code>{name}</code> in it for a value if it is in the folder; or the one <code>{name}</code> of a
 *     value
 * @param name what the reader of the mail sees, with <code>{name}</code> in it for a value
 */
public record Attachment(Source source, String from, String name) {
  private static final String IN_FOLDER = "folder:";
  private static final Pattern AS = Pattern.compile("(.+?)\\s+as\\s+(.+)");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}/\\\\:<>\"|*?{}]*");

  /** A file of {@code routes/mail}, one of {@code gateway.mail.attachments}, or a variable or field. */
  public enum Source { ROUTES, FOLDER, VALUE }

  /**
   * The attachments of a comma-separated list.
   *
   * @throws IllegalArgumentException that says what one of them must look like
   */
  public static List<Attachment> list(String text) {
    List<Attachment> all = new ArrayList<>();
    for (String one : text.strip().isEmpty() ? new String[0] : text.split(",", -1)) {
      all.add(one(one.strip()));
    }
    return List.copyOf(all);
  }

  private static Attachment one(String text) {
    Matcher as = AS.matcher(text);
    String from = as.matches() ? as.group(1) : text;
    String name = as.matches() ? as.group(2) : from.replaceFirst("^(?:" + IN_FOLDER + ")?(?:.*/)?", "");
    Source source = ParameterNames.isName(from) ? Source.VALUE : from.startsWith(IN_FOLDER) ? Source.FOLDER : Source.ROUTES;
    Attachment attachment = new Attachment(source, source == Source.FOLDER ? from.substring(IN_FOLDER.length()) : from, name);
    if (!attachment.isPossible() || source == Source.VALUE && !as.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no attachment: write the name of a file in routes/mail (terms.pdf),"
          + " folder:{data.id}.pdf for one in the folder of gateway.mail.attachments, or {variable} as ticket.pdf; with a comma between"
          + " two");
    }
    return attachment;
  }

  private boolean isPossible() {
    return isName(name) && switch (source) {
      case VALUE -> true;
      case ROUTES -> FILE.matcher(from).matches();
      case FOLDER -> !from.isEmpty() && List.of(from.split("/", -1)).stream().allMatch(Attachment::isName);
    };
  }

  private static boolean isName(String text) {
    return !text.isBlank() && !text.startsWith(".") && TEXT.matcher(new TextTemplate(text).withoutNames()).matches();
  }

  /** As it is told when it is missing. */
  @Override
  public String toString() {
    return (source == Source.FOLDER ? IN_FOLDER : "") + from;
  }
}
