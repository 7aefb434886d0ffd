package io.github.mentagateway.destination;

import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The mail templates in {@code routes/mail}. A changed file counts from the next mail on. */
final class MailTemplates {
  private final Path folder;
  private final Map<String, Read<MailTemplate>> texts = new ConcurrentHashMap<>();
  private final Map<String, Read<HtmlTemplate>> htmls = new ConcurrentHashMap<>();

  MailTemplates(Path folder) {
    this.folder = folder;
  }

  /** @throws IllegalArgumentException when the file is not there or is no template; the message names it */
  MailTemplate text(String name, CamelContext context) {
    return read("template", name, texts, content -> new MailTemplate(content, context));
  }

  /** @throws IllegalArgumentException as {@link #text} */
  HtmlTemplate html(String name, CamelContext context) {
    return read("html", name, htmls, content -> new HtmlTemplate(content, context));
  }

  private <T> T read(String parameter, String name, Map<String, Read<T>> known, Function<String, T> parser) {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(parameter + " is '" + name + "': it must be the name of a file in " + folder
          + ", without a path");
    }
    Path file = folder.resolve(name);
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      Read<T> read = known.get(name);
      if (read == null || !read.changed().equals(changed)) {
        read = new Read<>(changed, parser.apply(TextFile.read(file)));
        known.put(name, read);
      }
      return read.template();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(parameter + " '" + name + "' is not in " + folder.getParent().getFileName()
          + "/mail; there are: " + names(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the mail template " + file + " cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the mail template " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private String names() {
    try (Stream<Path> files = Files.list(folder)) {
      String names = files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().collect(Collectors.joining(", "));
      return names.isEmpty() ? "none" : names;
    } catch (IOException unreadable) {
      return "none";
    }
  }

  private record Read<T>(FileTime changed, T template) {}
}
