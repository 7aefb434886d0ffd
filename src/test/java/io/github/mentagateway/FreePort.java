package io.github.mentagateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on, for a process or server that is started later, and again on the same port.
 *
 * <p>A port that the system chooses (port 0) would not do: it chooses from those that it also gives to outgoing connections, so
 * between the choice and the start, or while a killed gateway is down, a client of another test may be given the same one.
 * These are from below that range, which begins at 32768 on Linux and at 49152 by IANA (RFC 6335).
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final int TRIES = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** A port that is free on every address, and that this JVM has not been given before. */
  public static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1) + " in " + TRIES + " tries");
  }

  private static boolean isFree(int port) {
    try (ServerSocket everywhere = new ServerSocket(port)) {
      return everywhere.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
