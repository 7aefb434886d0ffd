package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Network;
import io.github.mentagateway.settings.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bounds the connections, in all and per address, where they are accepted: one too many is closed before anything is read of it. When
 * all are taken, an address that has fewer of them than another gets one of the other's that is idle, so that no single address keeps
 * the others out. The addresses of one IPv6 network of 64 bits count as one, since one machine has them all.
 */
@Sharable
final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
  /** How many may be on their way out for others at once; they are open until their threads have closed them. */
  private static final int MOST_LEAVING = 16;
  private static final int NETWORK_BYTES = 8;

  private final Settings.Intake.Limits limits;
  private final List<Network> proxies;
  private final RequestLog requestLog;
  private final Map<Object, Set<OpenConnection>> byAddress = new HashMap<>();
  private final Set<OpenConnection> leaving = new HashSet<>();
  private int open;

  ConnectionLimiter(Settings.Intake settings, RequestLog requestLog) {
    this.limits = settings.limits();
    this.proxies = settings.proxies();
    this.requestLog = requestLog;
  }

  synchronized int open() {
    return open;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel channel = (Channel) message;
    if (channel.remoteAddress() instanceof InetSocketAddress address) {
      OpenConnection connection = new OpenConnection(channel, address.getAddress(), limits, requestLog);
      Unanswered refusal = admit(connection);
      if (refusal == null) {
        channel.closeFuture().addListener(closed -> release(connection));
        if (isProxy(address.getAddress())) {
          channel.pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader(connection, this));
        }
        channel.pipeline().addLast(connection);
        context.fireChannelRead(channel);
        return;
      }
      requestLog.unanswered(refusal, connection.remote(), null);
    }
    channel.unsafe().closeForcibly();
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  private static Object network(InetAddress address) {
    return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES) : address;
  }

  /** Why not; null when it may stay. */
  private synchronized Unanswered admit(OpenConnection connection) {
    Object network = network(connection.address());
    Set<OpenConnection> own = byAddress.computeIfAbsent(network, first -> new HashSet<>());
    if (isFull(own) && !isProxy(connection.address())) {
      return Unanswered.ADDRESS_LIMIT;
    }
    if (open >= limits.maxConnections() && !makeRoom(own.size())) {
      forgetIfEmpty(network);
      return Unanswered.CONNECTION_LIMIT;
    }
    own.add(connection);
    open++;
    return null;
  }

  private boolean isFull(Set<OpenConnection> own) {
    return own.size() >= limits.maxConnectionsPerAddress();
  }

  /** From now on the connection counts for the address for which a proxy has opened it, unless that has too many. */
  synchronized boolean move(OpenConnection connection, InetAddress client) {
    if (isFull(byAddress.getOrDefault(network(client), Set.of()))) {
      return false;
    }
    remove(connection);
    connection.comesFrom(client);
    byAddress.computeIfAbsent(network(client), first -> new HashSet<>()).add(connection);
    return true;
  }

  private boolean makeRoom(int own) {
    if (leaving.size() >= MOST_LEAVING) {
      return false;
    }
    Optional<OpenConnection> least = byAddress.values().stream()
        .max(Comparator.comparingInt(Collection::size))
        .filter(most -> most.size() > own + 1)
        .flatMap(most -> most.stream()
            .filter(connection -> connection.isIdle() && !leaving.contains(connection))
            .min(Comparator.comparing(OpenConnection::isKnown).thenComparingLong(OpenConnection::waitsSince)));
    least.ifPresent(connection -> {
      leaving.add(connection);
      connection.displace(() -> stays(connection));
    });
    return least.isPresent();
  }

  private synchronized void stays(OpenConnection connection) {
    leaving.remove(connection);
  }

  private synchronized void release(OpenConnection connection) {
    open--;
    leaving.remove(connection);
    remove(connection);
  }

  private void remove(OpenConnection connection) {
    Object network = network(connection.address());
    byAddress.get(network).remove(connection);
    forgetIfEmpty(network);
  }

  private void forgetIfEmpty(Object network) {
    if (byAddress.get(network).isEmpty()) {
      byAddress.remove(network);
    }
  }
}
