package io.github.mentagateway.reload;

import io.github.mentagateway.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What tells one state of the routes' folder from another without reading a file. The real paths are in it: a mounted ConfigMap changes by
 * one link.
 */
public record Fingerprint(List<Entry> entries) {
  record Entry(Path file, Path real, long size, long modified, Object key) {}

  static Fingerprint of(Path folder) {
    List<Entry> entries = new ArrayList<>();
    for (Path file : RouteFiles.list(folder)) {
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
