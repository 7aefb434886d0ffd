package io.github.mentagateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Of this machine. */
final class Ports {
  /** Below those that the system gives to outgoing connections, as 256 of the sender's: one of them could have it when a server starts. */
  private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 32_000));

  private Ports() {}

  static int free() {
    for (int port = NEXT.getAndIncrement(); port < 32_768; port = NEXT.getAndIncrement()) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IllegalStateException("no free port left below 32768");
  }

  static void awaitListening(int port, Process process) {
    while (process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Pause.millis(20);
      }
    }
    throw new IllegalStateException("the process ended with " + process.exitValue() + " before it listened on port " + port);
  }
}
