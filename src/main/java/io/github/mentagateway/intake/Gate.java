package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in front of everything on the intake's server. Judges the path, then the credentials, then the announced length, and
 * only then reads the body: who may not come in costs no more than a head, and learns nothing from the answer or its time.
 */
final class Gate implements Handler<HttpServerRequest> {
  /** A target that names the host as well (RFC 9112, 3.2.2); group 1 is its path. */
  private static final Pattern ABSOLUTE_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#]+(/[^?]*)(?:\\?.*)?", Pattern.DOTALL);

  private final byte[] path;
  private final int maxBodyBytes;
  private final IntakeDesk desk;
  private final Problems problems;
  private final Refuser refuser;
  private final RequestHeaders headers;
  private final Supplier<Consumer<Admission>> reader;
  private final BooleanSupplier stopping;
  private final Clock clock;
  private final Executor workers;

  /** @param workers may be held: the routes run on them */
  Gate(IntakeParts parts, Executor workers, Refuser refuser) {
    this.workers = workers;
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
    judge(request, isAmbiguous(request));
  }

  /** For what the server could not read as HTTP. */
  void handleInvalid(HttpServerRequest request) {
    judge(request, true);
  }

  private void judge(HttpServerRequest request, boolean malformed) {
    OpenConnection connection = OpenConnection.of(request.connection());
    if (connection.isRefused()) {
      return;
    }
    connection.headArrived();
    Visit visit = Visit.of(request);
    Answer answerToFault = problems.notFound();
    try {
      // no short circuit: a wrong method on the right path takes as long as the right one on a wrong path
      boolean found = isPath(request) & request.method().equals(HttpMethod.POST);
      if (!found) {
        refuser.refuse(request, problems.notFound());
        desk.journal().stranger(visit, malformed);
      } else if (desk.authenticator().admits(request.headers())) {
        answerToFault = problems.failed();
        admit(request, connection, visit, malformed);
      } else if (malformed) {
        // the credentials may stand in the part that cannot be read
        refuser.refuse(request, problems.notFound());
        desk.journal().stranger(visit, true);
      } else {
        refuser.refuse(request, problems.unauthorized());
        desk.journal().unauthorized(visit);
      }
    } catch (RuntimeException | Error fault) {
      failed(request, visit, answerToFault, fault);
    }
  }

  private void admit(HttpServerRequest request, OpenConnection connection, Visit visit, boolean malformed) {
    if (malformed) {
      refuse(request, visit, problems.malformed(), "the head can be read in two ways (RFC 9112, 3.2, 5 and 6)");
    } else if (stopping.getAsBoolean()) {
      refuse(request, visit, problems.unavailable(), "the gateway is shutting down");
    } else {
      collect(request, connection, visit);
    }
  }

  /**
   * Whether a proxy in front may have read another request than we did, beyond what the decoder refuses: a length that is neither one
   * Content-Length nor plain chunks, no host or two, a field without a name, another version (RFC 9112, 2.3, 3.2, 5 and 6). HTTP/2 leaves
   * no such doubt.
   */
  private static boolean isAmbiguous(HttpServerRequest request) {
    HttpVersion version = request.version();
    if (version == HttpVersion.HTTP_2) {
      return false;
    }
    MultiMap headers = request.headers();
    if (version != HttpVersion.HTTP_1_1) {
      return version != HttpVersion.HTTP_1_0;
    }
    if (headers.getAll(HttpHeaders.HOST).size() != 1 || headers.contains("")) {
      return true;
    }
    if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return false;
    }
    List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    return encodings.size() != 1 || !encodings.get(0).equalsIgnoreCase("chunked");
  }

  private boolean isPath(HttpServerRequest request) {
    String target = request.uri() == null ? "" : request.uri();
    if (!target.startsWith("/") && request.version() != HttpVersion.HTTP_2) {
      Matcher whole = ABSOLUTE_FORM.matcher(target);
      target = whole.matches() ? whole.group(1) : "";
    }
    int query = target.indexOf('?');
    byte[] asked = (query < 0 ? target : target.substring(0, query)).getBytes(StandardCharsets.ISO_8859_1);
    return MessageDigest.isEqual(asked, path);
  }

  private void collect(HttpServerRequest request, OpenConnection connection, Visit visit) {
    long declared = declaredLength(request);
    if (declared > maxBodyBytes) {
      refuseTooLarge(request, visit);
      return;
    }
    OpenRequest open = desk.open().begin(connection, late -> giveUp(request, visit, late));
    if (open == null) {
      refuse(request, visit, problems.unavailable(), "as many requests as gateway.intake.max-requests allows are not answered yet");
      return;
    }
    Context context = Vertx.currentContext();
    BodyCollector body = new BodyCollector(declared, maxBodyBytes);
    request.handler(guarded(request, visit, open, part -> {
      open.received(part.length());
      if (!body.add(part)) {
        open.end();
        refuseTooLarge(request, visit);
      }
    }));
    request.exceptionHandler(guarded(request, visit, open, failure -> {
      // HTTP/2 tells an error of the connection and its end
      if (open.end()) {
        desk.journal().abandoned(visit, Unanswered.ABANDONED, failure.getMessage());
      }
    }));
    request.endHandler(guarded(request, visit, open, end -> {
      open.bodyArrived();
      request.exceptionHandler(null);
      byte[] bytes = body.bytes();
      Original original = new Original(bytes, headers.withoutCredentials(request.headers()), clock.instant());
      take(new Admission(request, context, original, visit.withBody(bytes), open, workers));
    }));
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /** What a step throws is answered too, and the request is not open any more. */
  private <E> Handler<E> guarded(HttpServerRequest request, Visit visit, OpenRequest open, Handler<E> step) {
    return event -> {
      try {
        step.handle(event);
      } catch (RuntimeException | Error fault) {
        open.end();
        failed(request, visit, problems.failed(), fault);
      }
    };
  }

  private void failed(HttpServerRequest request, Visit visit, Answer answer, Throwable fault) {
    try {
      if (!request.response().ended()) {
        refuser.refuse(request, answer);
      }
    } catch (RuntimeException | Error another) {
      fault.addSuppressed(another);
      request.connection().close();
    }
    desk.journal().fault(visit, answer.status(), fault);
  }

  private void giveUp(HttpServerRequest request, Visit visit, OpenRequest open) {
    request.handler(null).exceptionHandler(null).endHandler(null);
    open.end();
    desk.journal().abandoned(visit, Unanswered.BODY_TIMEOUT, Unanswered.BODY_TIMEOUT.reason());
    refuser.cut(request);
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
