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
 * Stands in front of everything on the intake's server. Judges the path, then the credentials, then the announced length, and
 * only then reads the body: who may not come in costs no more than a head, and learns nothing from the answer or its time.
 */
final class Gate implements Handler<HttpServerRequest> {
  private final byte[] path;
  private final int maxBodyBytes;
  private final Authenticator authenticator;
  private final Journal journal;
  private final OpenRequests open;
  private final Responder responder;
  private final Problems problems;
  private final Refuser refuser;
  private final RequestHeaders headers;
  private final Supplier<Consumer<IntakeRequest>> reader;
  private final BooleanSupplier stopping;
  private final Clock clock;

  /** @param reader what takes requests that were let in; gives null while no route does */
  Gate(IntakeParts parts, Supplier<Consumer<IntakeRequest>> reader, Refuser refuser) {
    this.path = parts.path().getBytes(StandardCharsets.ISO_8859_1);
    this.maxBodyBytes = parts.settings().maxBodyBytes();
    this.authenticator = parts.authenticator();
    this.journal = parts.journal();
    this.open = parts.open();
    this.responder = parts.responder();
    this.problems = parts.problems();
    this.refuser = refuser;
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
        refuser.refuse(http, problems.notFound());
        journal.stranger(request, malformed);
      } else if (authenticator.admits(http.headers())) {
        answerToFault = problems.failed();
        admit(request, connection, malformed);
      } else if (malformed) {
        // the credentials may stand in the part that cannot be read
        refuser.refuse(http, problems.notFound());
        journal.stranger(request, true);
      } else {
        refuser.refuse(http, problems.unauthorized());
        journal.unauthorized(request);
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
        journal.abandoned(request, Unanswered.ABANDONED, failure.getMessage());
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
        refuser.refuse(request.http(), answer);
      }
    } catch (RuntimeException | Error another) {
      fault.addSuppressed(another);
      request.http().connection().close();
    }
    journal.fault(request, answer.status(), fault);
  }

  private void giveUp(IntakeRequest request) {
    request.http().handler(null).exceptionHandler(null).endHandler(null);
    request.end();
    journal.abandoned(request, Unanswered.BODY_TIMEOUT, Unanswered.BODY_TIMEOUT.reason());
    refuser.cut(request.http());
  }

  private void take(IntakeRequest request) {
    Consumer<IntakeRequest> route = reader.get();
    if (route == null) {
      responder.answer(request, Outcome.refused(problems.unavailable(), "no route reads gateway.intake.path now"), () -> {});
    } else {
      route.accept(request);
    }
  }

  private void refuseTooLarge(IntakeRequest request) {
    refuse(request, problems.tooLarge(), "the body is longer than gateway.intake.max-body-bytes=" + maxBodyBytes
        + "; the sender repeats it until it is taken: raise the limit if it is genuine");
  }

  private void refuse(IntakeRequest request, Answer answer, String reason) {
    refuser.refuse(request.http(), answer)
        .onComplete(written -> journal.answered(request, Outcome.refused(answer, reason), written.succeeded()));
  }
}
