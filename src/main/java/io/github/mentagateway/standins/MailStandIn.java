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
import java.util.concurrent.atomic.AtomicLong;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that delivers nothing: each mail becomes a file that a mail program can open. */
final class MailStandIn implements StandIns.Part, BasicMessageListener {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Clock clock = Clock.systemUTC();
  private final AtomicLong number = new AtomicLong();
  private final SMTPServer server;

  private MailStandIn(Address address, Path folder) throws UnknownHostException {
    this.folder = folder;
    this.server = SMTPServer.port(address.port()).bindAddress(InetAddress.getByName(address.host()))
        .softwareName("menta-gateway stand-in")
        .insertReceivedHeaders(false).messageHandler(this).build();
  }

  static MailStandIn start(Address address, Path folder) throws UnknownHostException {
    MailStandIn standIn = new MailStandIn(address, folder);
    standIn.server.start();
    return standIn;
  }

  @Override
  public void messageArrived(MessageContext context, String from, String to, byte[] mail) throws RejectException {
    try {
      Files.write(folder.resolve(TIME.format(clock.instant()) + "-" + number.incrementAndGet() + ".eml"), mail);
    } catch (IOException e) {
      throw new RejectException(451, "the stand-in cannot write " + folder + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
