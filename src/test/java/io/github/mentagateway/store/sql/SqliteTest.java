package io.github.mentagateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.Database.Failure;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteTest {
  @TempDir
  Path folder;

  @Test
  void an_index_of_the_log_that_cannot_grow_is_a_full_disk_and_any_other_failed_write_leaves_the_file_in_doubt() {
    Sqlite sqlite = Sqlite.open(Sqlite.SCHEME + folder.resolve("inbox.db"), Clock.systemUTC());
    try {
      assertThat(judge(sqlite, SQLiteErrorCode.SQLITE_FULL)).isEqualTo(Failure.UNAVAILABLE);
      assertThat(judge(sqlite, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)).isEqualTo(Failure.UNAVAILABLE);
      assertThat(judge(sqlite, SQLiteErrorCode.SQLITE_IOERR_WRITE)).isEqualTo(Failure.BROKEN);
      assertThat(judge(sqlite, SQLiteErrorCode.SQLITE_IOERR_FSYNC)).isEqualTo(Failure.BROKEN);
    } finally {
      sqlite.close(null);
    }
  }

  private static Failure judge(Sqlite sqlite, SQLiteErrorCode code) {
    return sqlite.judge(new SQLiteException(code.message, code));
  }
}
