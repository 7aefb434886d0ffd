package io.github.mentagateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What the gateway's jar and the jars in {@code lib/} hold. */
final class ClassPath {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClassPath() {}

  static boolean has(String resource) {
    return ClassPath.class.getClassLoader().getResource(resource) != null;
  }

  static Optional<JsonNode> json(String resource) {
    try (InputStream in = ClassPath.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** The class that a library registers for a name in one of Camel's service files. */
  static Optional<String> service(String kind, String name) {
    try (InputStream in = ClassPath.class.getClassLoader().getResourceAsStream("META-INF/services/org/apache/camel/" + kind + "/" + name)) {
      Properties service = new Properties();
      if (in != null) {
        service.load(in);
      }
      return Optional.ofNullable(service.getProperty("class"));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** A class that is there. */
  static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ClassPath.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean hasClass(String name) {
    try {
      Class.forName(name, false, ClassPath.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
