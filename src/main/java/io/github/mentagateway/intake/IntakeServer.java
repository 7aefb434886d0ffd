package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.tls.ServedCertificate;
import io.github.mentagateway.tls.UnusableCertificateException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxBuilder;
import java.net.BindException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server, from its start to its stop: one listener for each processor, all on the same address. */
final class IntakeServer extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeServer.class);
  /**
   * A route gives its thread back while the store works, so that many threads would only wake each other up; but a step that an author puts
   * in may block.
   */
  private static final int WORKERS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

  private static final long TELL_EVERY_MS = 60_000;

  private final IntakeParts parts;
  private final ServerCertificate files;
  private final IntakeEngine engine;
  private final TlsEngine tls;
  private final Duration stopWithin;
  private final Duration watchEvery;
  private final Runnable beforeStop;
  private Vertx vertx;
  private ExecutorService workers;
  private volatile HttpServer listening;
  private volatile CertificateExpiry expiry;

  IntakeServer(IntakeParts parts, IntakeEngine engine, ServerCertificate files, TlsEngine tls, Duration stopWithin, Duration watchEvery,
      Runnable beforeStop) {
    this.parts = parts;
    this.files = files;
    this.engine = engine;
    this.tls = tls;
    this.stopWithin = stopWithin;
    this.watchEvery = watchEvery;
    this.beforeStop = beforeStop;
  }

  /** The port that is listened on; 0 before the start. */
  int port() {
    HttpServer server = listening;
    return server == null ? 0 : server.actualPort();
  }

  /** Of the certificate that is served; null before the start. */
  CertificateExpiry expiry() {
    return expiry;
  }

  @Override
  protected void doStart() {
    Settings.Intake.Limits limits = parts.settings().limits();
    FileDescriptors.check(limits.maxConnections(), FileDescriptors.most());
    RequestLog requestLog = parts.requestLog();
    ConnectionLimiter limiter = new ConnectionLimiter(parts.settings(), requestLog);
    vertx = vertx(limiter).exceptionHandler(requestLog::fault);
    AtomicInteger threads = new AtomicInteger();
    // not Vert.x's workers: those tell the connection's thread of each end, which wakes it up for nothing
    workers = Executors.newFixedThreadPool(WORKERS, task -> new Thread(task, "intake-worker-" + threads.incrementAndGet()));
    engine.workOn(workers);
    requestLog.watch(limiter::open);
    try {
      ServedCertificate certificate = ServedCertificate.read(files);
      listen(certificate.keys());
      expiry = new CertificateExpiry(files.certificate(), parts.clock(), certificate.end());
      expiry.tell();
      requestLog.watch(expiry);
      watch(certificate);
      vertx.setPeriodic(TELL_EVERY_MS, time -> requestLog.tell());
      LOG.info("event=intake outcome=listening address={} port={} tls={}",
          parts.settings().listen(), port(), tls.name().toLowerCase(Locale.ROOT));
    } catch (UnusableCertificateException e) {
      shutDown();
      throw new IntakeStartException(e.getMessage(), e);
    } catch (CompletionException e) {
      shutDown();
      throw new IntakeStartException(whyNotListening(e.getCause()), e.getCause());
    }
  }

  private static Vertx vertx(ConnectionLimiter limiter) {
    VertxOptions options = new VertxOptions().setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    return new VertxBuilder(options).findTransport(new LimitedTransport(limiter)).init().vertx();
  }

  private void listen(X509ExtendedKeyManager keys) {
    RequestFilter filter = new RequestFilter(parts, engine::reader, new EarlyResponder(vertx));
    DeploymentOptions everyProcessor = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    await(vertx.deployVerticle(
        () -> new Listener(parts.settings(), tls, filter, keys, parts.requestLog(), server -> listening = server), everyProcessor));
  }

  private void watch(ServedCertificate certificate) {
    vertx.setPeriodic(watchEvery.toMillis(), time -> vertx.executeBlocking(() -> {
      if (certificate.look()) {
        expiry.renewed(certificate.end());
      }
      expiry.tell();
      return null;
    }));
  }

  private String whyNotListening(Throwable cause) {
    String rule = cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")
        ? "another process listens there already; stop it, or choose another port"
        : "it is not possible to listen there (" + cause.getMessage()
            + "); choose an address of this machine and a port that is free";
    return "gateway.intake.listen is '" + parts.settings().listen() + "': " + rule;
  }

  @Override
  protected void doStop() throws InterruptedException {
    beforeStop.run();
    int left = parts.open().awaitNone(stopWithin);
    if (left > 0) {
      LOG.warn("event=intake outcome=stopped unanswered={} reason=\"gateway.shutdown.timeout is over\"", left);
    }
    shutDown();
  }

  private void shutDown() {
    if (vertx != null) {
      await(vertx.close());
      workers.shutdown();
      vertx = null;
      listening = null;
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
