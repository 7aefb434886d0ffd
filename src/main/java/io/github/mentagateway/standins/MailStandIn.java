package io.github.mentagateway.standins;

import io.github.mentagateway.settings.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.helper.BasicMessageHandlerFactory;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that delivers nothing. Each mail becomes a file that a mail program can open; the oldest ones are removed. */
final class MailStandIn implements BasicMessageListener {
  static final int MOST_MAILS = 200;
  static final int LARGEST_MAIL = 1 << 20;
  private static final int MOST_CONNECTIONS = 50;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
  private static final String NAME = "\\d{8}-\\d{6}-\\d{3}-\\d+\\.eml";

  private final Path folder;
  private final Clock clock = Clock.systemUTC();
  private final AtomicLong number = new AtomicLong();
  private final SMTPServer server;

  private MailStandIn(Address address, Path folder) throws UnknownHostException {
    this.folder = folder;
    this.server = SMTPServer.port(address.port()).bindAddress(InetAddress.getByName(address.host()))
        .softwareName("menta-gateway stand-in").maxConnections(MOST_CONNECTIONS).maxMessageSize(LARGEST_MAIL)
        .insertReceivedHeaders(false).messageHandlerFactory(new BasicMessageHandlerFactory(this, LARGEST_MAIL)).build();
  }

  static MailStandIn start(Address address, Path folder) throws UnknownHostException {
    MailStandIn standIn = new MailStandIn(address, folder);
    standIn.server.start();
    return standIn;
  }

  Address address() {
    return new Address(server.getBindAddress().map(InetAddress::getHostAddress).orElse("127.0.0.1"), server.getPortAllocated());
  }

  @Override
  public synchronized void messageArrived(MessageContext context, String from, String to, byte[] mail) throws RejectException {
    try {
      Files.write(folder.resolve(TIME.format(clock.instant()) + "-" + number.incrementAndGet() + ".eml"), mail);
      removeOldest();
    } catch (IOException e) {
      throw new RejectException(451, "the stand-in cannot write " + folder + ": " + e.getMessage());
    }
  }

  /** Removes only files that this server wrote, because a person may keep others there. */
  private void removeOldest() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> mails = files.filter(file -> file.getFileName().toString().matches(NAME)).sorted(Comparator.reverseOrder()).toList();
      for (Path old : mails.subList(Math.min(MOST_MAILS, mails.size()), mails.size())) {
        Files.deleteIfExists(old);
      }
    }
  }

  void close() {
    server.stop();
  }
}
