package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.TextTemplate;
import io.github.mentagateway.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * Reads the files of mails. One that is missing, empty or too large is a permanent failure that names it. A folder that is not there, such
 * as one whose mount is away, is not: it concerns all mails, and is tried again.
 */
final class AttachmentReader {
  private static final Pattern NO_NAME = Pattern.compile("[\\p{Cntrl}\\p{Cf}/\\\\:<>\"|*?\\u0085\\u2028\\u2029]+");
  private static final String LIMIT = "gateway.mail.max-attachment-bytes";

  private final boolean isFolderSet;
  private final Folder folder;
  private final int mostBytes;

  /** Where files stand that a notification names. */
  @FunctionalInterface
  interface Folder {
    /** @return null when it has no such file, or only beyond a link that leads out of it */
    InputStream open(String name) throws IOException;
  }

  AttachmentReader(Settings.Mail settings) {
    this(settings, name -> open(settings.attachments().orElseThrow(), name));
  }

  private AttachmentReader(Settings.Mail settings, Folder folder) {
    isFolderSet = settings.attachments().isPresent();
    mostBytes = settings.maxAttachmentBytes();
    this.folder = folder;
  }

  /** Whatever a notification names is there: a few bytes that say so. */
  static AttachmentReader stubbed(Settings.Mail settings) {
    return new AttachmentReader(settings, name -> new ByteArrayInputStream("no file is read here".getBytes(StandardCharsets.UTF_8)));
  }

  /** @throws IllegalArgumentException when one can never be read, whatever the notification says */
  void check(List<Attachment> attachments, MailTemplates files) {
    attachments.forEach(attachment -> {
      if (attachment.source() == Attachment.Source.ROUTES) {
        files.file(attachment.from());
      } else if (attachment.source() == Attachment.Source.FOLDER && !isFolderSet) {
        throw new IllegalArgumentException("the attachment '" + attachment
            + "' needs gateway.mail.attachments, which names no folder: set it");
      }
    });
  }

  List<AttachedFile> read(List<Attachment> attachments, MailTemplates files, Exchange exchange) throws IOException {
    List<AttachedFile> read = new ArrayList<>();
    int left = mostBytes;
    for (Attachment attachment : attachments) {
      byte[] content = content(attachment, files, exchange, left);
      left -= content.length;
      read.add(new AttachedFile(name(attachment, exchange), content));
    }
    return read;
  }

  private byte[] content(Attachment attachment, MailTemplates files, Exchange exchange, int left) throws IOException {
    try (InputStream in = switch (attachment.source()) {
      case ROUTES -> new ByteArrayInputStream(files.file(attachment.from()));
      case FOLDER -> file(attachment, exchange);
      case VALUE -> value(attachment, exchange);
    }) {
      byte[] content = in.readNBytes(left);
      if (in.read() >= 0) {
        throw new PermanentFailureException("the attachment '" + attachment + "' is too large: the files of a mail may have " + mostBytes
            + " bytes together (" + LIMIT + "). Send a smaller one, or raise the limit if the mail server takes a third more than that");
      } else if (content.length == 0) {
        throw new PermanentFailureException("the attachment '" + attachment + "' is empty: correct what it is made of, and retry");
      }
      return content;
    }
  }

  /** A value that is a stream is left as it was found, for another step. */
  private static InputStream value(Attachment attachment, Exchange exchange) {
    String name = new TextTemplate(attachment.from()).onlyName();
    Object value = new FieldResolver(name).any(exchange, name);
    InputStream content = value instanceof CharSequence text ? new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8))
        : exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, value);
    if (content == null) {
      throw new PermanentFailureException("the attachment '" + attachment + "' is " + (value == null
          ? "missing: no variable and no field has that name"
          : "neither bytes nor a text") + ". Keep the answer that holds the file in that variable");
    }
    if (value instanceof StreamCache cache) {
      cache.reset();
    }
    return content;
  }

  private InputStream file(Attachment attachment, Exchange exchange) throws IOException {
    String name = new TextTemplate(attachment.from()).fill(field -> part(attachment, field, exchange));
    InputStream content = folder.open(name);
    if (content == null) {
      throw new PermanentFailureException("the attachment '" + attachment + "' is missing: gateway.mail.attachments has no file ⟦" + name
          + "⟧. Put it there and retry, or correct the data");
    }
    return content;
  }

  private static InputStream open(Path folder, String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("the folder " + folder + " of gateway.mail.attachments is not there, or cannot be read");
    }
    try {
      Path file = folder.resolve(name).toRealPath();
      return file.startsWith(folder.toRealPath()) && Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException missing) {
      return null;
    }
  }

  private static String part(Attachment attachment, String field, Exchange exchange) {
    String value = String.valueOf(new FieldResolver("").plain(exchange, field));
    if (value.isBlank() || value.startsWith(".") || NO_NAME.matcher(value).find()) {
      throw new PermanentFailureException("the attachment '" + attachment + "': what {" + field + "} gives cannot be part of a file's name,"
          + " since it is empty, begins with a dot, or holds a / or the like: correct the data");
    }
    return value;
  }

  /** Signs that no file's name can have become a '-', so that no value leaves the name or the header. */
  private static String name(Attachment attachment, Exchange exchange) {
    return NO_NAME.matcher(new TextTemplate(attachment.name())
        .fill(field -> String.valueOf(new FieldResolver("").plain(exchange, field)))).replaceAll("-");
  }
}
