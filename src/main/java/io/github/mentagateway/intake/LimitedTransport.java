package io.github.mentagateway.intake;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/** Java's own sockets, with a limiter where they are accepted: the one place before TLS that Vert.x leaves to others. */
final class LimitedTransport extends JDKTransport {
  private final ConnectionLimiter limiter;

  LimitedTransport(ConnectionLimiter limiter) {
    this.limiter = limiter;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    bootstrap.handler(limiter);
  }
}
