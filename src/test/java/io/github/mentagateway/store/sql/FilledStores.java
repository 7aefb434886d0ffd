package io.github.mentagateway.store.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store of each kind with a long history, filled once for a class that looks at how its statements are planned. */
public abstract class FilledStores {
  @TempDir
  static Path folder;
  private static List<PlannedStore> stores;

  @BeforeAll
  static void fill() throws SQLException {
    stores = PlannedStore.all(folder).toList();
  }

  @AfterAll
  static void close() {
    stores.forEach(PlannedStore::close);
  }

  protected static Stream<PlannedStore> stores() {
    return stores.stream();
  }
}
