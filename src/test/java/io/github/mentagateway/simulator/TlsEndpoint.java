package io.github.mentagateway.simulator;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** An HTTPS server that sees what happens on the wire: half requests, how a connection ended, which requests share one. */
final class TlsEndpoint implements Closeable {
  /** The requests, in the order of their ends. */
  final List<Request> requests = new CopyOnWriteArrayList<>();
  /** How each connection ended, in this order. */
  final List<End> ends = new CopyOnWriteArrayList<>();

  private final SSLServerSocket server;
  private final Handler handler;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();

  enum End { RESET, CLOSED, BY_US }

  /**
   * @param body a character per byte
   * @param whole false when the connection ended first; the times are of {@link System#nanoTime}
   */
  record Request(int connection, String line, Map<String, String> headers, String body, boolean whole, long firstByte, long lastByte) {}

  /** Answers a whole request, by {@link #answer} or in any other way. */
  interface Handler {
    /** @return whether the connection stays */
    boolean handle(Request request, SSLSocket socket) throws IOException;
  }

  TlsEndpoint(SSLContext context, Handler handler) throws IOException {
    this.handler = handler;
    server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    threads.submit(() -> {
      while (true) {
        SSLSocket socket = (SSLSocket) server.accept();
        int connection = connections.getAndIncrement();
        threads.submit(() -> serve(socket, connection));
      }
    });
  }

  /** Writes an answer, whose body may be empty. */
  static boolean answer(SSLSocket socket, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String length = status == 204 || status == 304 ? "" : "Content-Length: " + bytes.length + "\r\n";
    write(socket, "HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\n" + length + "\r\n" + body);
    return true;
  }

  static void write(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  static Handler accepting() {
    return (request, socket) -> answer(socket, 202, "{\"id\":\"n1\",\"outcome\":\"accepted\"}");
  }

  static Handler answering(int status) {
    return (request, socket) -> answer(socket, status, "");
  }

  /** Answers nothing, and sees how the other side ends the connection. */
  static boolean awaitEnd(SSLSocket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("closed");
    }
    throw new IllegalStateException("more came, and no answer had been given");
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/in/secret?x=1");
  }

  int connections() {
    return connections.get();
  }

  private void serve(SSLSocket socket, int connection) {
    try (socket) {
      while (next(socket, connection)) {
        // the next request of this connection
      }
      ends.add(End.BY_US);
    } catch (IOException e) {
      ends.add(isReset(e) ? End.RESET : End.CLOSED);
    }
  }

  private boolean next(SSLSocket socket, int connection) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("closed");
      }
      head.write(read);
    }
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      headers.put(lines[i].substring(0, lines[i].indexOf(':')), lines[i].substring(lines[i].indexOf(':') + 1).strip());
    }
    int length = Integer.parseInt(headers.get("Content-Length"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long firstByte = System.nanoTime();
    try {
      while (body.size() < length) {
        int read = in.read();
        if (read < 0) {
          throw new IOException("closed");
        }
        body.write(read);
      }
    } catch (IOException e) {
      requests.add(new Request(connection, lines[0], headers, text(body), false, firstByte, System.nanoTime()));
      throw e;
    }
    Request request = new Request(connection, lines[0], headers, text(body), true, firstByte, System.nanoTime());
    requests.add(request);
    return handler.handle(request, socket);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean isReset(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException && "Connection reset".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
