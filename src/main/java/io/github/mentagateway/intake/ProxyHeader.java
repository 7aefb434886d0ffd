package io.github.mentagateway.intake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import java.net.InetAddress;

/**
 * Takes the address of the client from the header with which a proxy begins its connection, before TLS (HAProxy's PROXY protocol, versions 1
 * and 2). What the proxy opens for itself, such as a probe, keeps the proxy's address, as the protocol demands it. Not Vert.x's own: that takes
 * the header from everybody, so that a client could give itself any address.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private final OpenConnection connection;
  private final ConnectionLimiter limiter;

  ProxyHeader(OpenConnection connection, ConnectionLimiter limiter) {
    this.connection = connection;
    this.limiter = limiter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HAProxyMessage header = (HAProxyMessage) message;
    InetAddress client = client(header);
    header.release();
    context.pipeline().remove(this);
    if (client != null && !limiter.move(connection, client)) {
      connection.turnAway(Unanswered.ADDRESS_LIMIT, client);
    }
  }

  /** Null when it has none: a connection of the proxy's own, or for a client without an address of the internet. */
  private static InetAddress client(HAProxyMessage header) {
    return header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null
        ? null : NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
  }

  /** What cannot be decoded is a client's text where a proxy sends no header: it is not told. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof DecoderException) {
      connection.turnAway(Unanswered.PROXY_HEADER, connection.address());
    } else {
      context.fireExceptionCaught(failure);
    }
  }
}
