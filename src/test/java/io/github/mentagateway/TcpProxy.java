package io.github.mentagateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy before a server that can stall: it keeps and accepts connections, but passes no byte, as a firewall does that drops packets. */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean stalled;

  public TcpProxy(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public synchronized void stall() {
    stalled = true;
  }

  /** Passes bytes again, on new connections: those from before are closed. */
  public synchronized void resume() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
    stalled = false;
    notifyAll();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(behind);
        start(() -> pass(client, behind));
        start(() -> pass(behind, client));
      } catch (IOException closed) {
        // the test is over
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        awaitResume();
        out.write(bytes, 0, length);
      }
    } catch (IOException | InterruptedException broken) {
      // both ends are closed
    }
  }

  private synchronized void awaitResume() throws InterruptedException {
    while (stalled) {
      wait();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    resume();
  }
}
