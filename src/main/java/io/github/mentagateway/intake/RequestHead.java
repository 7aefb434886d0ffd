package io.github.mentagateway.intake;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request's head says beside its credentials, read with no trust in it. */
final class RequestHead {
  /** A target that names the host as well (RFC 9112, 3.2.2); group 1 is its path. */
  private static final Pattern ABSOLUTE_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#]+(/[^?]*)(?:\\?.*)?", Pattern.DOTALL);

  private RequestHead() {}

  /**
   * Whether a proxy in front may have read another request than we did, beyond what the decoder refuses: a length that is neither one
   * Content-Length nor plain chunks, no host or two, a field without a name, another version (RFC 9112, 2.3, 3.2, 5 and 6). HTTP/2 leaves
   * no such doubt.
   */
  static boolean isAmbiguous(HttpServerRequest request) {
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

  /** As it was sent, without the query; empty when the target is none of a path. */
  static byte[] path(HttpServerRequest request) {
    String target = request.uri() == null ? "" : request.uri();
    if (!target.startsWith("/") && request.version() != HttpVersion.HTTP_2) {
      Matcher whole = ABSOLUTE_FORM.matcher(target);
      target = whole.matches() ? whole.group(1) : "";
    }
    int query = target.indexOf('?');
    return (query < 0 ? target : target.substring(0, query)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Negative when there is none; HTTP/1.1's was checked by the server, HTTP/2's may be anything. */
  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
