package io.github.mentagateway.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;

/**
 * The connections of one inbox, which can be cut for good: for the database it is as if its process had been killed. PostgreSQL's driver
 * makes one of these per connection, with the inbox's name as its argument.
 */
public final class CutSockets extends SocketFactory {
  private static final Map<String, Queue<Socket>> OPENED = new ConcurrentHashMap<>();
  private static final Set<String> CUT = ConcurrentHashMap.newKeySet();

  private final String name;

  public CutSockets(String name) {
    this.name = name;
  }

  /** To be appended to the URL. */
  static String parameters(String name) {
    return "?socketFactory=" + CutSockets.class.getName() + "&socketFactoryArg=" + name;
  }

  static void cut(String name) throws IOException {
    CUT.add(name);
    for (Socket socket : OPENED.getOrDefault(name, new ConcurrentLinkedQueue<>())) {
      socket.close();
    }
  }

  @Override
  public Socket createSocket() {
    Socket socket = new Socket() {
      @Override
      public void connect(SocketAddress address, int timeout) throws IOException {
        if (CUT.contains(name)) {
          throw new IOException("this process was killed");
        }
        super.connect(address, timeout);
        if (CUT.contains(name)) {
          close();
        }
      }
    };
    OPENED.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>()).add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw new UnsupportedOperationException();
  }
}
