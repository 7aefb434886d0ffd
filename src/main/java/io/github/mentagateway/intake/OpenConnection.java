package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One connection from its acceptance to its end. Closes it when its first head, a body, the taking of an answer or the next request is later
 * than it may be; bytes alone prolong nothing. One timer serves the connection, whatever it sends. Its own thread alone changes it; what is
 * volatile is read by the {@link ConnectionLimiter}.
 */
final class OpenConnection extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<OpenConnection> KEY = AttributeKey.valueOf(OpenConnection.class, "connection");

  private static final int FAREWELL_SECONDS = 5;

  private final Channel channel;
  private final Settings.Intake.Limits limits;
  private final RequestLog requestLog;
  /** Whose sender has a part to do: the rest of the body, or the answer to take. */
  private final List<IntakeRequest> awaited = new ArrayList<>(1);
  private ScheduledFuture<?> look;
  private long lookAt;
  private ChannelHandlerContext context;
  private InetAddress address;
  private boolean refused;
  private boolean hadHead;
  private boolean closing;
  private volatile long waitsSince = System.nanoTime();
  private volatile boolean known;
  private volatile int requests;

  OpenConnection(Channel channel, InetAddress address, Settings.Intake.Limits limits, RequestLog requestLog) {
    this.channel = channel;
    this.address = address;
    this.limits = limits;
    this.requestLog = requestLog;
    channel.attr(KEY).set(this);
  }

  static OpenConnection of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().attr(KEY).get();
  }

  String remote() {
    return address.getHostAddress();
  }

  InetAddress address() {
    return address;
  }

  /** A proxy says for whom it has opened the connection. */
  void comesFrom(InetAddress client) {
    address = client;
  }

  /** Before TLS. */
  void turnAway(Unanswered why, InetAddress from) {
    if (!closing) {
      closing = true;
      requestLog.unanswered(why, from.getHostAddress(), null);
      context.close();
    }
  }

  /** Nothing more that comes on it is looked at. */
  boolean isRefused() {
    return refused;
  }

  void refuse() {
    refused = true;
  }

  void headArrived() {
    hadHead = true;
    waitsSince = System.nanoTime();
  }

  void begin(IntakeRequest request) {
    known = true;
    requests++;
    awaited.add(request);
    watch(request.senderBy());
  }

  void bodyArrived(IntakeRequest request) {
    awaited.remove(request);
  }

  void answering(IntakeRequest request) {
    awaited.add(request);
    watch(request.senderBy());
  }

  /** Its requests end with it, each a moment later. */
  void answerNotTaken() {
    if (!closing) {
      closing = true;
      requestLog.unanswered(Unanswered.ANSWER_TIMEOUT, remote(), null);
      context.close();
    }
  }

  void end(IntakeRequest request) {
    awaited.remove(request);
    requests--;
    waitsSince = System.nanoTime();
  }

  /** Whether a request with the right credentials came on it. */
  boolean isKnown() {
    return known;
  }

  boolean isIdle() {
    return requests == 0;
  }

  long waitsSince() {
    return waitsSince;
  }

  /** Makes room for another connection, unless a request came meanwhile; from any thread. */
  void displace(Runnable otherwise) {
    channel.eventLoop().execute(() -> {
      if (isIdle()) {
        requestLog.unanswered(Unanswered.DISPLACED, remote(), null);
        close();
      } else {
        otherwise.run();
      }
    });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    watch(headBy());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.handshakeFuture().addListener(done -> {
        if (!done.isSuccess() && !closing) {
          requestLog.noTls(remote(), done.cause());
        }
      });
    }
    context.fireChannelActive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (look != null) {
      look.cancel(false);
    }
  }

  private long headBy() {
    return waitsSince + (hadHead ? limits.idleTimeout() : limits.headTimeout()).toNanos();
  }

  private void watch(long deadline) {
    if (look == null || deadline - lookAt < 0) {
      if (look != null) {
        look.cancel(false);
      }
      lookAt = deadline;
      look = channel.eventLoop().schedule(this::look, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    look = null;
    long now = System.nanoTime();
    if (requests > 0) {
      long next = now + limits.idleTimeout().toNanos();
      for (IntakeRequest request : List.copyOf(awaited)) {
        long left = request.senderBy() - now;
        if (left <= 0) {
          request.giveUp();
        } else {
          next = now + Math.min(next - now, left);
        }
      }
      watch(next);
    } else if (headBy() - now > 0) {
      watch(headBy());
    } else {
      if (!hadHead) {
        requestLog.unanswered(Unanswered.HEAD_TIMEOUT, remote(), null);
      }
      close();
    }
  }

  private void close() {
    closing = true;
    if (known) {
      channel.close();
      channel.eventLoop().schedule(() -> context.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    } else {
      // this handler is the first in the pipeline: the farewells of HTTP/2 and TLS, which a stranger could leave unread, are left out
      context.close();
    }
  }
}
