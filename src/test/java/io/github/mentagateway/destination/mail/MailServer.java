package io.github.mentagateway.destination.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.bouncycastle.util.io.TeeInputStream;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real mail server on a free port of loopback that can refuse each step of a mail. */
public final class MailServer implements AutoCloseable {
  /** A mail that came: its text, the kind of connection, the login, and the recipients. */
  public record Received(String mail, boolean encrypted, String login, List<String> recipients) {}

  public final List<Received> mails = new CopyOnWriteArrayList<>();
  public volatile RejectException onSender;
  public volatile RejectException onRecipient;
  public volatile RejectException onData;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final SMTPServer server;

  public MailServer(UnaryOperator<SMTPServer.Builder> more) throws IOException {
    server = more.apply(SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).insertReceivedHeaders(false)
        .serverSocketFactory(this::listeningSocket).messageHandlerFactory(Handler::new)).build();
    server.start();
  }

  /** The received commands with that beginning; none when TLS began with the first byte. */
  List<String> commands(String begin) {
    return received.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith(begin)).toList();
  }

  private ServerSocket listeningSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket socket = new Socket() {
          @Override
          public InputStream getInputStream() throws IOException {
            return new TeeInputStream(super.getInputStream(), received);
          }
        };
        implAccept(socket);
        return socket;
      }
    };
  }

  public int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Handler implements MessageHandler {
    private final MessageContext context;
    private final List<String> recipients = new ArrayList<>();

    Handler(MessageContext context) {
      this.context = context;
    }

    @Override
    public void from(String sender) throws RejectException {
      refuse(onSender);
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      refuse(onRecipient);
      recipients.add(recipient);
    }

    @Override
    public String data(InputStream in) throws RejectException, IOException {
      String mail = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      refuse(onData);
      String login = context.getAuthenticationHandler().map(handler -> handler.getIdentity().toString()).orElse(null);
      mails.add(new Received(mail, ((org.subethamail.smtp.server.Session) context).isTLSStarted(), login, List.copyOf(recipients)));
      return null;
    }

    @Override
    public void done() {}

    private void refuse(RejectException refusal) throws RejectException {
      if (refusal != null) {
        throw refusal;
      }
    }
  }
}
