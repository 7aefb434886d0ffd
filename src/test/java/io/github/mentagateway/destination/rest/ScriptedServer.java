package io.github.mentagateway.destination.rest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Reads whole requests, answers each as the test says, and then closes, resets or keeps the connection. An empty answer ends the connection
 * without a byte.
 */
final class ScriptedServer implements AutoCloseable {
  enum End { CLOSE, RESET, KEEP }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Supplier<String> answers;
  private final End end;
  private final int last;

  ScriptedServer(Supplier<String> answers, End end) throws IOException {
    this(answers, end, Integer.MAX_VALUE);
  }

  /** @param last the number of requests after which the connection is closed in any case */
  ScriptedServer(Supplier<String> answers, End end, int last) throws IOException {
    this.answers = answers;
    this.end = end;
    this.last = last;
    threads.submit(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many requests were read to their end, answered or not. */
  int requests() {
    return requests.get();
  }

  int connections() {
    return connections.get();
  }

  /** The credentials of the requests, in their order. */
  List<String> authorizations() {
    return authorizations;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.submit(() -> serve(socket));
      } catch (IOException closed) {
        // the loop's condition ends it
      }
    }
  }

  private Void serve(Socket accepted) throws IOException {
    try (Socket socket = accepted) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (readRequest(in)) {
        requests.incrementAndGet();
        String answer = answers.get();
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (end == End.RESET) {
          socket.setSoLinger(true, 0);
        }
        if (end != End.KEEP || answer.isEmpty() || requests.get() >= last) {
          break;
        }
      }
    }
    return null;
  }

  /** Whether a request came. */
  private boolean readRequest(InputStream in) throws IOException {
    int length = 0;
    for (String line = readLine(in); line != null; line = readLine(in)) {
      if (line.isEmpty()) {
        in.readNBytes(length);
        return true;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("authorization:")) {
        authorizations.add(line.substring(line.indexOf(':') + 1).strip());
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return false;
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) c);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
