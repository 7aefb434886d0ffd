package io.github.mentagateway.destination.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A file of a mail with its content. What it is, is told by the ending of its name; a text is taken for UTF-8. */
record AttachedFile(String name, byte[] content) {
  /** What Java does not know, and ticket systems send. */
  private static final Map<String, String> TYPES = Map.of("pkpass", "application/vnd.apple.pkpass", "ics", "text/calendar",
      "csv", "text/csv", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  String type() {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(TYPES.get(ending)).or(() -> Optional.ofNullable(URLConnection.guessContentTypeFromName("x." + ending)))
        .orElse("application/octet-stream");
  }

  MimeBodyPart attached() throws MessagingException {
    return part("attachment");
  }

  /** A picture within the HTML, which names it as {@code cid:}. */
  MimeBodyPart inline() throws MessagingException {
    MimeBodyPart part = part("inline");
    part.setContentID("<" + name + ">");
    return part;
  }

  /** The names are set as parameters in UTF-8, because the library's own way takes the charset of this machine. */
  private MimeBodyPart part(String disposition) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type())));
    ContentType type = new ContentType(type());
    ParameterList parameters = named("name");
    if (type.getPrimaryType().equals("text")) {
      parameters.set("charset", "UTF-8");
    }
    type.setParameterList(parameters);
    part.setHeader("Content-Type", type.toString());
    part.setHeader("Content-Disposition", new ContentDisposition(disposition, named("filename")).toString());
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  private ParameterList named(String parameter) {
    ParameterList parameters = new ParameterList();
    parameters.set(parameter, name, "UTF-8");
    return parameters;
  }
}
