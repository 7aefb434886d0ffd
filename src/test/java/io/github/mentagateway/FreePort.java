package io.github.mentagateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on, for a process or server that is started later, and again on the same port.
 *
 * <p>A port that the system chooses (port 0) would not do: it chooses from those that it also gives to outgoing connections, so
 * between the choice and the start, or while a killed gateway is down, a client of another test may be given the same one.
 * These are from below that range, which begins at 32768 on Linux and at 49152 by IANA (RFC 6335).
 *
 * <p>The JVMs of this user share them out by locks on one file, byte N for port N. The system gives a lock back when its JVM is gone,
 * however it ended.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final int TRIES = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
  /** Open for as long as the JVM runs: closing it would give all locks back. */
  private static final FileChannel LOCKS = locks();

  private FreePort() {}

  /** A port that is free on every address, and that neither this JVM nor another one that still runs has been given before. */
  public static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (GIVEN.add(port) && isLocked(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1) + " in " + TRIES + " tries");
  }

  private static FileChannel locks() {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "menta-gateway-test-ports-" + System.getProperty("user.name"));
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLocked(int port) {
    try {
      return LOCKS.tryLock(port, 1, false) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket everywhere = new ServerSocket(port)) {
      return everywhere.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
