package io.github.mentagateway.reload;

import io.github.mentagateway.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells one state of the routes' folder from another without reading a file. The real paths are in it: a mounted ConfigMap changes by
 * one link.
 */
public record Fingerprint(List<Entry> entries) {
  record Entry(Path file, Path real, long size, long modified, Object key) {}

  /** @param places files, and folders with all that is in them; one that is not there is a state too */
  static Fingerprint of(List<Path> places) {
    List<Entry> entries = new ArrayList<>();
    for (Path file : places.stream().flatMap(place -> Files.isDirectory(place) ? RouteFiles.list(place).stream() : Stream.of(place)).toList()) {
      try {
        Path real = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        entries.add(new Entry(file, real, attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey()));
      } catch (IOException e) {
        // it is being exchanged, or cannot be read: either is a state of its own
        entries.add(new Entry(file, file, -1, 0, null));
      }
    }
    return new Fingerprint(entries);
  }
}
