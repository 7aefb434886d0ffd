package io.github.mentagateway.sandbox;

import io.github.mentagateway.inbox.Acceptance;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.store.InboxFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.util.FileUtil;

/** A real store in a temporary folder, which {@link #renew} replaces by an empty one. */
final class ScratchStore implements Acceptance, AutoCloseable {
  private static final String ID = "case";

  private final Settings settings;
  private final Clock clock;
  private final Path folder;
  private Inbox inbox;
  private int number;

  ScratchStore(Settings settings, Clock clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.folder = Files.createTempDirectory("menta-gateway-sandbox-" + ProcessHandle.current().pid() + "-");
  }

  /** @return the work of the new store */
  WorkQueue renew() throws IOException {
    closeInbox();
    Path file = Files.createDirectory(folder.resolve(String.valueOf(++number))).resolve("inbox.db");
    Settings.Duplicates duplicates = settings.duplicates();
    inbox = InboxFactory.openScratch(new InboxOptions("jdbc:sqlite:" + file, "", "", folder, 0, () -> Long.MAX_VALUE, 1000, 64L << 20,
        duplicates.horizon(), duplicates.unanswered(), Duration.ofHours(1)), clock, ID);
    return inbox.work();
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    return inbox.acceptance().accept(arrival);
  }

  @Override
  public void answered(Receipt receipt) {
    inbox.acceptance().answered(receipt);
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  private void closeInbox() {
    if (inbox != null) {
      inbox.close();
      inbox = null;
    }
  }

  @Override
  public void close() {
    closeInbox();
    FileUtil.removeDir(folder.toFile());
  }
}
