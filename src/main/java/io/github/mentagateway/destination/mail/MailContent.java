package io.github.mentagateway.destination.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.List;
import java.util.function.Predicate;

/**
 * What stands in a mail: a text, the same in HTML, and files. Only what is there has a part of its own.
 *
 * @param html empty when there is none; pictures among the files stand within it where it says {@code cid:} and their name
 */
record MailContent(String text, String html, List<AttachedFile> files) {
  void putInto(MimeMessage mail) throws MessagingException {
    List<AttachedFile> attached = files.stream().filter(Predicate.not(this::isInline)).toList();
    if (attached.isEmpty() && html.isEmpty()) {
      mail.setText(text, "UTF-8");
    } else if (attached.isEmpty()) {
      mail.setContent(alternatives());
    } else {
      Multipart all = new MimeMultipart("mixed", html.isEmpty() ? plain() : part(alternatives()));
      for (AttachedFile file : attached) {
        all.addBodyPart(file.attached());
      }
      mail.setContent(all);
    }
  }

  private boolean isInline(AttachedFile file) {
    return html.contains("cid:" + file.name());
  }

  /** The richest form stands last (RFC 2046, 5.1.4). */
  private Multipart alternatives() throws MessagingException {
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, "UTF-8", "html");
    List<AttachedFile> pictures = files.stream().filter(this::isInline).toList();
    if (pictures.isEmpty()) {
      return new MimeMultipart("alternative", plain(), rich);
    }
    Multipart related = new MimeMultipart("related", rich);
    for (AttachedFile picture : pictures) {
      related.addBodyPart(picture.inline());
    }
    return new MimeMultipart("alternative", plain(), part(related));
  }

  private MimeBodyPart plain() throws MessagingException {
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, "UTF-8");
    return plain;
  }

  private static MimeBodyPart part(Multipart parts) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(parts);
    return part;
  }
}
