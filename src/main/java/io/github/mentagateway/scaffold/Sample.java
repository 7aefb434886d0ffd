package io.github.mentagateway.scaffold;

import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A notification of {@code samples/}. */
record Sample(String file, Envelope envelope) {

  /** Those that can be read, by their names. */
  static List<Sample> all(Path folder) {
    EnvelopeReader reader = new EnvelopeReader(EnvelopeMapper.create());
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        samples.add(new Sample(file.getFileName().toString(), reader.read(Files.readAllBytes(file))));
      } catch (IOException e) {
        // a sample of what is no notification
      }
    }
    return samples;
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

  /** What to begin with: one of this action, else of a ticket, else any. */
  static Optional<Sample> first(List<Sample> samples, String action) {
    return samples.stream().filter(sample -> sample.envelope.action().equals(action))
        .min(Comparator.comparing(sample -> !sample.file.startsWith(action)))
        .or(() -> samples.stream().filter(sample -> sample.envelope.action().equals("ticket.updated")).findFirst())
        .or(() -> samples.stream().findFirst());
  }

  /** The plain values in {@code data} that all samples of an action have: what a destination can rely on. */
  static List<String> fields(List<Sample> samples, String action) {
    List<Map<String, Object>> datas = samples.stream().filter(sample -> sample.envelope.action().equals(action))
        .map(sample -> sample.envelope.data()).toList();
    return datas.isEmpty() ? List.of() : datas.get(0).keySet().stream().filter(name -> name.matches("[A-Za-z_]\\w*"))
        .filter(name -> datas.stream().allMatch(data -> isPlain(data.get(name)))).toList();
  }

  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }
}
