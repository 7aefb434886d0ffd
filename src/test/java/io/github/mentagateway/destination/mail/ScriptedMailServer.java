package io.github.mentagateway.destination.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks SMTP in clear, counts connections and mails, and at a step of a mail answers as the test says, drops the connection, or says nothing. */
final class ScriptedMailServer implements AutoCloseable {
  /** CONTENT is within the mail, END behind its last line, AFTER when that was answered. */
  enum Step { HELLO, MAIL, RCPT, DATA, CONTENT, END, AFTER, RSET, QUIT }

  static final String DROP = "drop";
  static final String SILENCE = "silence";

  /** @return the answer; null for that of a server that is well. A 421 closes the connection behind it */
  @FunctionalInterface
  interface Script {
    String answer(Step step, int connection, int mailOfConnection);
  }

  /** The recipients of the mails whose last line came. */
  final List<String> mails = new CopyOnWriteArrayList<>();
  final List<Step> steps = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Script script;

  ScriptedMailServer(Script script) throws IOException {
    this.script = script;
    threads.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections were made. */
  int connections() {
    return connections.get();
  }

  /** How many of them the client has not closed yet. */
  int open() {
    return open.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        int number = connections.incrementAndGet();
        open.incrementAndGet();
        threads.submit(() -> serve(socket, number));
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      say(socket.getOutputStream(), "220 ready");
      int mail = 1;
      String recipient = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Step step = line.startsWith("EHLO") ? Step.HELLO : Step.valueOf(line.substring(0, 4));
        recipient = step == Step.RCPT ? line.replaceAll(".*<|>.*", "") : recipient;
        String answer = answer(step, connection, mail, step == Step.DATA ? "354 go on" : "250 ok", socket);
        if (answer == null) {
          return;
        }
        if (answer.startsWith("354")) {
          while (!in.readLine().equals(".")) {
            if (script.answer(Step.CONTENT, connection, mail) != null) {
              steps.add(Step.CONTENT);
              return;
            }
          }
          mails.add(recipient);
          if (answer(Step.END, connection, mail, "250 taken", socket) == null || script.answer(Step.AFTER, connection, mail) != null) {
            return;
          }
          mail++;
        }
      }
    } catch (IOException | InterruptedException gone) {
      // the client went, or the test is over
    } finally {
      open.decrementAndGet();
    }
  }

  /** @return null when the connection ends with it */
  private String answer(Step step, int connection, int mail, String usual, Socket socket) throws IOException, InterruptedException {
    steps.add(step);
    String scripted = script.answer(step, connection, mail);
    if (SILENCE.equals(scripted)) {
      closed.await();
    }
    if (DROP.equals(scripted) || SILENCE.equals(scripted)) {
      return null;
    }
    String answer = scripted == null ? usual : scripted;
    say(socket.getOutputStream(), answer);
    return answer.startsWith("421") || step == Step.QUIT ? null : answer;
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
