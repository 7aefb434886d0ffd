package io.github.mentagateway.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the page and its modules from the class path, to everybody: they are the same for all, and hold no data. A browser keeps them, and
 * asks by their ETag whether they are still the same, so that a new version counts at once.
 */
public final class ConsoleFiles {
  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "svg", "image/svg+xml");
  /** No other name leads to the class path. */
  private static final Pattern NAME = Pattern.compile("(?:pages/)?[a-z][a-z-]{0,40}\\.(js|css|svg|html)");

  private final Map<String, File> known = new ConcurrentHashMap<>();

  private record File(Buffer content, String type, String tag) {}

  public void mount(Router router) {
    router.get("/").handler(request -> serve(request, "index.html"));
    router.get("/console/*").handler(request -> serve(request, request.normalizedPath().substring("/console/".length())));
  }

  private void serve(RoutingContext request, String name) {
    File file = file(name).orElse(null);
    if (file == null) {
      request.next();
      return;
    }
    HttpServerResponse response = request.response().putHeader("Cache-Control", "no-cache").putHeader("ETag", file.tag());
    if (file.tag().equals(request.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", file.type()).end(file.content());
    }
  }

  /** Only what is there is kept, so that nobody fills the memory with names. */
  private Optional<File> file(String name) {
    File file = known.get(name);
    return file != null || !NAME.matcher(name).matches() ? Optional.ofNullable(file) : read(name);
  }

  private Optional<File> read(String name) {
    try (InputStream content = ConsoleFiles.class.getResourceAsStream(name)) {
      if (content == null) {
        return Optional.empty();
      }
      byte[] bytes = content.readAllBytes();
      File file = new File(Buffer.buffer(bytes), TYPES.get(name.substring(name.lastIndexOf('.') + 1)), tag(bytes));
      known.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
