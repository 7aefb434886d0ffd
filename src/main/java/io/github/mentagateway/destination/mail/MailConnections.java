package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.PermanentFailureException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.mail.DefaultJavaMailSender;

/**
 * Hands mails to the mail server over connections that are kept from one mail to the next. There are as many as mails were sent at once.
 *
 * <p>A kept connection may be closed by the server at any time. When that shows before the mail's DATA was sent, the mail goes out over a
 * new connection at once. After that nobody knows whether the server has the mail, so that the failure is the caller's.
 */
final class MailConnections extends DefaultJavaMailSender implements AutoCloseable {
  /** Servers wait for minutes; a connection that nobody needs takes a place there. */
  static final Duration IDLE = Duration.ofSeconds(20);

  private final MailConnector connector;
  private final int mailsEach;
  private final InstantSource clock;
  private final Executor afterIdle;
  private final Deque<Kept> idle = new ArrayDeque<>();
  private boolean awaitsIdle;
  private boolean closed;

  /** @param mails how many mails it has carried */
  private record Kept(MailTransport transport, int mails, Instant since) {}

  MailConnections(MailConnector connector, int mailsEach) {
    this(connector, mailsEach, InstantSource.system(), CompletableFuture.delayedExecutor(IDLE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** @param afterIdle runs a task when {@link #IDLE} has passed */
  MailConnections(MailConnector connector, int mailsEach, InstantSource clock, Executor afterIdle) {
    this.connector = connector;
    setSession(connector.session());
    this.mailsEach = mailsEach;
    this.clock = clock;
    this.afterIdle = afterIdle;
  }

  @Override
  public void send(MimeMessage mail) throws MessagingException {
    String id = mail.getMessageID();
    mail.saveChanges();
    if (id != null) {
      mail.setHeader("Message-ID", id); // saving makes a new one
    }
    Kept kept = take();
    if (kept == null || !isSent(mail, kept.transport(), kept.mails(), true)) {
      isSent(mail, connector.connect(), 0, false);
    }
  }

  /** @return false when a replaceable connection was closed before the mail's DATA was sent */
  private boolean isSent(MimeMessage mail, MailTransport transport, int mailsBefore, boolean isReplaceable) throws MessagingException {
    boolean isUsable = false;
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
      isUsable = true;
      return true;
    } catch (MessagingException | PermanentFailureException e) {
      isUsable = transport.isReset();
      if (isUsable || !isReplaceable || transport.isDataBegun()) {
        throw e;
      }
      return false;
    } finally {
      if (isUsable) {
        keep(transport, mailsBefore + 1);
      } else {
        drop(transport);
      }
    }
  }

  /** The one that was used last, so that those that are too many become idle. */
  private synchronized Kept take() {
    return idle.pollFirst();
  }

  private void keep(MailTransport transport, int mails) {
    synchronized (this) {
      if (mails < mailsEach && !closed) {
        idle.addFirst(new Kept(transport, mails, clock.instant()));
        awaitIdle();
        return;
      }
    }
    drop(transport);
  }

  /** One task at a time waits, however many mails are sent meanwhile. */
  private void awaitIdle() {
    if (!awaitsIdle) {
      awaitsIdle = true;
      afterIdle.execute(this::closeIdle);
    }
  }

  private void closeIdle() {
    List<Kept> old = new ArrayList<>();
    synchronized (this) {
      Instant since = clock.instant().minus(IDLE);
      while (!idle.isEmpty() && !idle.getLast().since().isAfter(since)) {
        old.add(idle.removeLast());
      }
      awaitsIdle = false;
      if (!idle.isEmpty()) {
        awaitIdle();
      }
    }
    old.forEach(kept -> drop(kept.transport()));
  }

  private static void drop(MailTransport transport) {
    try {
      transport.close();
    } catch (MessagingException alreadyClosed) {
      // what was sent over it has been answered
    }
  }

  @Override
  public void close() {
    List<Kept> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(idle);
      idle.clear();
    }
    all.forEach(kept -> drop(kept.transport()));
  }
}
