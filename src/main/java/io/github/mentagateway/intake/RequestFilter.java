package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Handler;
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
 * Judges each request by its path, then its credentials, then its announced length, and
 * reads the body only then: a stranger costs no more than a head, and learns nothing from the answer or its time.
 */
final class RequestFilter implements Handler<HttpServerRequest> {
  private final byte[] path;
  private final int maxBodyBytes;
  private final Authenticator authenticator;
  private final RequestLog requestLog;
  private final OpenRequests open;
  private final Responder responder;
  private final Problems problems;
  private final EarlyResponder early;
  private final RequestHeaders headers;
  private final Supplier<Consumer<IntakeRequest>> reader;
  private final BooleanSupplier stopping;
  private final Clock clock;

  /** @param reader what takes requests that were let in; gives null while no route does */
  RequestFilter(IntakeParts parts, Supplier<Consumer<IntakeRequest>> reader, EarlyResponder early) {
    this.path = parts.path().getBytes(StandardCharsets.ISO_8859_1);
    this.maxBodyBytes = parts.settings().maxBodyBytes();
    this.authenticator = parts.authenticator();
    this.requestLog = parts.requestLog();
    this.open = parts.open();
    this.responder = parts.responder();
    this.problems = parts.problems();
    this.early = early;
    this.headers = new RequestHeaders(parts.settings().headerName());
    this.reader = reader;
    this.stopping = parts.stopping();
    this.clock = parts.clock();
  }

  @Override
  public void handle(HttpServerRequest http) {
    judge(http, RequestHead.isAmbiguous(http));
  }

  /** For what the server could not read as HTTP. */
  void handleInvalid(HttpServerRequest http) {
    judge(http, true);
  }

  private void judge(HttpServerRequest http, boolean malformed) {
    OpenConnection connection = OpenConnection.of(http.connection());
    if (connection.isRefused()) {
      return;
    }
    connection.headArrived();
    IntakeRequest request = IntakeRequest.of(http);
    Answer answerToFault = problems.notFound();
    try {
      // no short circuit: a wrong method on the right path takes as long as the right one on a wrong path
      boolean found = MessageDigest.isEqual(RequestHead.path(http), path) & http.method().equals(HttpMethod.POST);
      if (!found) {
        early.respond(http, problems.notFound());
        requestLog.stranger(request, malformed);
      } else if (authenticator.admits(http.headers())) {
        answerToFault = problems.failed();
        admit(request, connection, malformed);
      } else if (malformed) {
        // the credentials may stand in the part that cannot be read
        early.respond(http, problems.notFound());
        requestLog.stranger(request, true);
      } else {
        early.respond(http, problems.unauthorized());
        requestLog.unauthorized(request);
      }
    } catch (RuntimeException | Error fault) {
      failed(request, answerToFault, fault);
    }
  }

  private void admit(IntakeRequest request, OpenConnection connection, boolean malformed) {
    long declared = RequestHead.declaredLength(request.http());
    if (malformed) {
      refuse(request, problems.malformed(), "the head can be read in two ways (RFC 9112, 3.2, 5 and 6)");
    } else if (stopping.getAsBoolean()) {
      refuse(request, problems.unavailable(), "the gateway is shutting down");
    } else if (declared > maxBodyBytes) {
      refuseTooLarge(request);
    } else if (!open.begin(request, connection, () -> giveUp(request))) {
      refuse(request, problems.unavailable(), "as many requests as gateway.intake.max-requests allows are not answered yet");
    } else {
      readBody(request, new BodyCollector(declared, maxBodyBytes));
    }
  }

  private void readBody(IntakeRequest request, BodyCollector body) {
    HttpServerRequest http = request.http();
    http.handler(guarded(request, part -> {
      request.received(part.length());
      if (!body.add(part)) {
        request.end();
        refuseTooLarge(request);
      }
    }));
    http.exceptionHandler(guarded(request, failure -> {
      // HTTP/2 tells an error of the connection and its end
      if (request.end()) {
        requestLog.abandoned(request, Unanswered.ABANDONED, failure.getMessage());
      }
    }));
    http.endHandler(guarded(request, end -> {
      http.exceptionHandler(null);
      request.bodyArrived(new Original(body.bytes(), headers.withoutCredentials(http.headers()), clock.instant()));
      take(request);
    }));
    if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
      http.response().writeContinue();
    }
  }

  /** What a step throws is answered too, and the request is not open any more. */
  private <E> Handler<E> guarded(IntakeRequest request, Handler<E> step) {
    return event -> {
      try {
        step.handle(event);
      } catch (RuntimeException | Error fault) {
        request.end();
        failed(request, problems.failed(), fault);
      }
    };
  }

  private void failed(IntakeRequest request, Answer answer, Throwable fault) {
    try {
      if (!request.http().response().ended()) {
        early.respond(request.http(), answer);
      }
    } catch (RuntimeException | Error another) {
      fault.addSuppressed(another);
      request.http().connection().close();
    }
    requestLog.fault(request, answer.status(), fault);
  }

  private void giveUp(IntakeRequest request) {
    request.http().handler(null).exceptionHandler(null).endHandler(null);
    request.end();
    requestLog.abandoned(request, Unanswered.BODY_TIMEOUT, Unanswered.BODY_TIMEOUT.reason());
    early.cut(request.http());
  }

  private void take(IntakeRequest request) {
    Consumer<IntakeRequest> route = reader.get();
    if (route == null) {
      responder.answer(request, Response.refused(problems.unavailable(), "no route reads gateway.intake.path now"), () -> {});
    } else {
      route.accept(request);
    }
  }

  private void refuseTooLarge(IntakeRequest request) {
    refuse(request, problems.tooLarge(), "the body is longer than gateway.intake.max-body-bytes=" + maxBodyBytes
        + "; the sender repeats it until it is taken: raise the limit if it is genuine");
  }

  private void refuse(IntakeRequest request, Answer answer, String reason) {
    early.respond(request.http(), answer)
        .onComplete(written -> requestLog.answered(request, Response.refused(answer, reason), written.succeeded()));
  }
}
