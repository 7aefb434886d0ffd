package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Prints how soon an inbox of H2 with a million deliveries waiting takes its first notification, and how soon all is read. Run by hand. */
final class StartBench {
  private StartBench() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    long many = Long.parseLong(arguments[1]);
    String url = "jdbc:h2:file:" + folder.resolve("inbox");
    InboxOptions options = new InboxOptions(url, "", "", folder, 0, () -> Long.MAX_VALUE, 1_000, Duration.ofHours(48), Duration.ofSeconds(30));
    if (!Files.exists(folder.resolve("inbox.mv.db"))) {
      H2Factory.open(options, Clock.systemUTC()).close();
      fill(url, many);
    }
    long began = System.nanoTime();
    try (Inbox inbox = H2Factory.open(options, Clock.systemUTC(), HikariDataSource::new)) {
      InboxDriver driver = new InboxDriver(inbox, Clock.systemUTC());
      System.out.printf("open after %d ms%n", millis(began));
      driver.accept("ticket:new", "new " + began);
      System.out.printf("first one taken after %d ms%n", millis(began));
      driver.reading(InboxDriver.FIRST);
      List<Work> works = inbox.claim(InboxDriver.FIRST, 8);
      System.out.printf("%d handed out after %d ms%n", works.size(), millis(began));
      works.forEach(driver::done);
      while (inbox.backlog().get(0).waiting() < many - 8) {
        Thread.sleep(50);
      }
      System.out.printf("all read after %d ms%n", millis(began));
      for (int round = 0; round < 5; round++) {
        long from = System.nanoTime();
        works = inbox.claim(InboxDriver.FIRST, 100);
        long claimed = System.nanoTime();
        works.forEach(driver::done);
        System.out.printf("%d claimed in %.1f ms, done in %.1f ms%n", works.size(), (claimed - from) / 1e6,
            (System.nanoTime() - claimed) / 1e6);
      }
      System.gc();
      System.out.printf("heap %d MB%n", Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20);
    }
  }

  private static void fill(String url, long many) throws Exception {
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      String rows = " from system_range(1, " + many + ")";
      statement.execute("insert into notification (number, received_at, action, entity, headers, body)"
          + " select x, now(), 'ticket.updated', 'ticket:' || x, '', X'61'" + rows);
      statement.execute("insert into delivery (number, notification, channel, entity, action, received_at, state, since, attempts,"
          + " forgiven, payload_kind)"
          + " select x, x, 'notifications', 'ticket:' || x, 'ticket.updated', now(), 'waiting', now(), 0, 0, 'original'" + rows);
      statement.execute("update unanswered_watermark set notification = " + many);
      statement.execute("insert into entity_head_watermark values (" + many + ")");
      statement.execute("alter sequence number_block restart with " + (many / 10_000 + 1));
      statement.execute("shutdown");
    }
  }

  private static long millis(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
