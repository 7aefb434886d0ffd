package io.github.mentagateway.destination.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that leads to any server by CONNECT, and asks for a login. It takes every host for this machine. */
final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> tunnels = Collections.synchronizedList(new ArrayList<>());
  private final String login;

  ConnectProxy(String user, String password) throws IOException {
    login = "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    threads.execute(() -> {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          threads.execute(() -> serve(client));
        } catch (IOException closed) {
          return;
        }
      }
    });
  }

  int port() {
    return server.getLocalPort();
  }

  /** The servers that were asked for with the right login, as host:port. */
  List<String> tunnels() {
    return tunnels;
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
      OutputStream out = client.getOutputStream();
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        if (request.contains("forbidden")) {
          out.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
          return;
        }
        boolean known = false;
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
          known |= header.equalsIgnoreCase(login);
        }
        if (known) {
          tunnel(request.split(" ")[1], client, out);
          return;
        }
        out.write("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    } catch (IOException ended) {
      // the caller sees it
    }
  }

  private void tunnel(String target, Socket client, OutputStream out) throws IOException {
    tunnels.add(target);
    try (Socket api = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)))) {
      out.write("HTTP/1.1 200 Here\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      threads.execute(() -> copy(client, api));
      copy(api, client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
      to.shutdownOutput();
    } catch (IOException ended) {
      // so has the tunnel
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
