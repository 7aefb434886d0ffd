package io.github.mentagateway.check;

import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The fields of the notifications in {@code samples/}, by their paths such as {@code data.id}. */
record Samples(Set<String> names) {

  private static final String LIST = "[]";

  static Samples read(Path folder) {
    Set<String> names = new TreeSet<>();
    EnvelopeReader reader = new EnvelopeReader(EnvelopeMapper.create());
    for (Path file : files(folder)) {
      try {
        Envelope envelope = reader.read(Files.readAllBytes(file));
        add("data", envelope.data(), names);
        add("metadata", envelope.metadata(), names);
      } catch (IOException e) {
        names.add("data"); // a sample of what is no notification
      }
    }
    return new Samples(names);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void add(String path, Object value, Set<String> names) {
    names.add(path);
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> add(path + "." + name, inner, names));
    } else if (value instanceof List<?>) {
      names.add(path + LIST);
    }
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  boolean has(String name) {
    // an item of a list has a number, which another notification may go beyond
    return names.contains(name) || names.stream().anyMatch(other -> other.endsWith(LIST)
        && name.startsWith(other.substring(0, other.length() - LIST.length()) + "."));
  }
}
