package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stands in front of everything on the intake's server. Judges the path, then the credentials, then the announced length, and
 * only then reads the body: who may not come in costs no more than a head, and learns nothing from the answer or its time.
 */
final class Gate implements Handler<HttpServerRequest> {
  private final byte[] path;
  private final int maxBodyBytes;
  private final IntakeDesk desk;
  private final Problems problems;
  private final Refuser refuser;
  private final RequestHeaders headers;
  private final Supplier<Consumer<Admission>> reader;
  private final BooleanSupplier stopping;
  private final Clock clock;

  Gate(IntakeParts parts, Refuser refuser) {
    this.path = parts.path().getBytes(StandardCharsets.ISO_8859_1);
    this.maxBodyBytes = parts.settings().maxBodyBytes();
    this.desk = parts.desk();
    this.problems = parts.problems();
    this.refuser = refuser;
    this.headers = new RequestHeaders(parts.settings().headerName());
    this.reader = parts.engine()::reader;
    this.stopping = parts.stopping();
    this.clock = parts.clock();
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (refuser.isDoneWith(request.connection())) {
      return;
    }
    Visit visit = Visit.of(request);
    // no short circuit: a wrong method on the right path takes as long as the right one on a wrong path
    if (!(isPath(request.uri()) & request.method().equals(HttpMethod.POST))) {
      handleStranger(request, visit);
    } else if (!desk.authenticator().admits(request.headers())) {
      refuse(request, visit, problems.unauthorized(), "wrong or missing credentials");
    } else if (stopping.getAsBoolean()) {
      refuse(request, visit, problems.unavailable(), "the gateway is shutting down");
    } else {
      collect(request, visit);
    }
  }

  /** For what is no HTTP: it gets the answer that every wrong path gets. */
  void handleInvalid(HttpServerRequest request) {
    if (!refuser.isDoneWith(request.connection())) {
      handleStranger(request, Visit.of(request));
    }
  }

  private void handleStranger(HttpServerRequest request, Visit visit) {
    refuser.refuse(request, problems.notFound());
    desk.journal().stranger(visit);
  }

  private boolean isPath(String uri) {
    int query = uri.indexOf('?');
    byte[] asked = (query < 0 ? uri : uri.substring(0, query)).getBytes(StandardCharsets.ISO_8859_1);
    return MessageDigest.isEqual(asked, path);
  }

  private void collect(HttpServerRequest request, Visit visit) {
    long declared = declaredLength(request);
    if (declared > maxBodyBytes) {
      refuseTooLarge(request, visit);
      return;
    }
    desk.open().begin();
    Context context = Vertx.currentContext();
    BodyCollector body = new BodyCollector(declared, maxBodyBytes);
    request.handler(part -> {
      if (!body.add(part)) {
        desk.open().end();
        refuseTooLarge(request, visit);
      }
    });
    request.exceptionHandler(failure -> {
      desk.open().end();
      desk.journal().abandoned(visit, failure);
    });
    request.endHandler(end -> {
      request.exceptionHandler(null);
      byte[] bytes = body.bytes();
      Original original = new Original(bytes, headers.withoutCredentials(request.headers()), clock.instant());
      take(new Admission(request, context, original, visit.withBody(bytes)));
    });
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  private void take(Admission admission) {
    Consumer<Admission> route = reader.get();
    if (route == null) {
      desk.answer(admission, Outcome.refused(problems.unavailable(), "no route reads gateway.intake.path now"), () -> {});
    } else {
      route.accept(admission);
    }
  }

  /** Negative when there is none; HTTP/1.1's was checked by the server, HTTP/2's may be anything. */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  private void refuseTooLarge(HttpServerRequest request, Visit visit) {
    refuse(request, visit, problems.tooLarge(), "the body is longer than gateway.intake.max-body-bytes=" + maxBodyBytes
        + "; the sender repeats it until it is taken: raise the limit if it is genuine");
  }

  private void refuse(HttpServerRequest request, Visit visit, Answer answer, String reason) {
    refuser.refuse(request, answer)
        .onComplete(written -> desk.journal().answered(visit, Outcome.refused(answer, reason), written.succeeded()));
  }
}
