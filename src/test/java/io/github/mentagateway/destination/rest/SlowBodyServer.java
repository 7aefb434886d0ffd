package io.github.mentagateway.destination.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers any call with a beginning at once, and with a little more every 50 ms from then on. */
final class SlowBodyServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
  private final String beginning;
  private final byte[] drop;

  SlowBodyServer(String beginning) throws IOException {
    this(beginning, "x");
  }

  SlowBodyServer(String beginning, String drop) throws IOException {
    this.beginning = beginning;
    this.drop = drop.getBytes(StandardCharsets.US_ASCII);
    Thread acceptor = new Thread(this::accept, "dripping-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        OutputStream out = socket.getOutputStream();
        out.write(beginning.getBytes(StandardCharsets.US_ASCII));
        drips.scheduleAtFixedRate(() -> drip(socket, out), 50, 50, TimeUnit.MILLISECONDS);
      } catch (IOException closed) {
        // the loop's condition ends it
      }
    }
  }

  /** Throws when the client has closed, which ends its schedule. */
  private void drip(Socket socket, OutputStream out) {
    try {
      out.write(drop);
    } catch (IOException e) {
      try {
        socket.close();
      } catch (IOException closed) {
        // it is what was wanted
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    drips.shutdownNow();
  }
}
