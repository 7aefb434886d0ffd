package io.github.mentagateway.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A TLS connection on which a test writes what no HTTP client would. */
final class RawConnection implements AutoCloseable {
  private final SSLSocket socket;

  private RawConnection(SSLSocket socket) {
    this.socket = socket;
  }

  static RawConnection to(RunningIntake intake) throws Exception {
    return from("127.0.0.1", intake);
  }

  /** From another address of this machine. */
  static RawConnection from(String address, RunningIntake intake) throws Exception {
    return over(plain(address, intake.port()), intake);
  }

  /** TLS on a connection on which something else was said before. */
  static RawConnection over(Socket plain, RunningIntake intake) throws Exception {
    SSLSocket socket = (SSLSocket) intake.trusting().getSocketFactory().createSocket(plain, "127.0.0.1", intake.port(), true);
    return new RawConnection(socket);
  }

  /** A connection on which nothing was said yet, not even TLS. */
  static Socket plain(String address, int port) throws IOException {
    Socket plain = new Socket();
    plain.setSoTimeout(20_000);
    // else what it writes after the handshake waits for the other end's acknowledgement, a delayed one
    plain.setTcpNoDelay(true);
    plain.bind(new InetSocketAddress(address, 0));
    plain.connect(new InetSocketAddress("127.0.0.1", port));
    return plain;
  }

  /** Whether the other end closes it in a moment, or has; what it says before that is passed over. */
  static boolean isClosed(Socket socket, int millis) throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(millis);
    try {
      while (socket.getInputStream().read() >= 0) {
        // the end is looked for
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    } finally {
      socket.setSoTimeout(before);
    }
  }

  boolean isClosed(int millis) throws IOException {
    return isClosed(socket, millis);
  }

  RawConnection write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Everything until the server closes the connection. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int b;
    while ((b = socket.getInputStream().read()) >= 0) {
      all.write(b);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** A head up to its empty line, and the body of the length that it tells. */
  String readResponse() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(next());
    }
    int at = head.toString().toLowerCase().indexOf("content-length: ");
    if (at < 0) {
      return head.toString();
    }
    int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < length; i++) {
      body.append(next());
    }
    return head.append(body).toString();
  }

  private char next() throws IOException {
    int b = socket.getInputStream().read();
    if (b < 0) {
      throw new IOException("the connection ended in the middle of a response");
    }
    return (char) b;
  }

  /** Whether nothing is said for a while; the one thing that only waiting can show. */
  boolean staysSilent(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException silent) {
      return true;
    } finally {
      socket.setSoTimeout(20_000);
    }
  }

  /** Ends it without a word, as a sender that was killed. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
