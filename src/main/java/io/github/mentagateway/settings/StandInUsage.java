package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.StandIns.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out whether a setting, an environment variable or a route leads to a stand-in, which else need not run. */
final class StandInUsage {
  private final PropertySource source;
  private final Path routes;

  StandInUsage(PropertySource source, Path routes) {
    this.source = source;
    this.routes = routes;
  }

  /** @param rest where the REST API listens */
  Use ofRest(Address rest) {
    String port = ":" + rest.port();
    String placeholder = "\\{\\{" + Pattern.quote(Settings.StandIns.REST);
    List<String> texts = everyText().filter(text -> text.contains(port) || text.contains(Settings.StandIns.REST)).toList();
    return holds(texts, "//(" + Pattern.quote(rest.host()) + "|localhost)" + port + "(?!\\d)|" + placeholder + "\\.listen}}")
        ? Use.BY_ADDRESS : holds(texts, placeholder + "}}") ? Use.BY_NAME : Use.NONE;
  }

  /** @param smtp where the mail server listens */
  boolean isMailSentTo(Address smtp) {
    return source.value("gateway.mail.port").strip().equals(String.valueOf(smtp.port()))
        && List.of(smtp.host(), "localhost").contains(source.value("gateway.mail.host").strip());
  }

  private static boolean holds(List<String> texts, String pattern) {
    return texts.stream().anyMatch(Pattern.compile(pattern).asPredicate());
  }

  /** Every value that counts, every environment variable, because a route may name it, and every route. */
  private Stream<String> everyText() {
    List<String> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(routes)) {
      for (Path file : found.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        files.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException unreadable) {
      // the check of the route files reports it
    }
    return Stream.concat(source.everyText(), files.stream());
  }
}
