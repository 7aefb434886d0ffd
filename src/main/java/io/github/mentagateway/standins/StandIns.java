package io.github.mentagateway.standins;

import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The stand-ins that run, as long as this is open. */
public final class StandIns implements AutoCloseable {
  private final Deque<Part> parts = new ArrayDeque<>();

  private StandIns() {}

  /**
   * Starts them all, or none when {@code gateway.stand-ins} is false. Before the routes start, which would find no table.
   *
   * @throws IllegalStateException with a sentence that names the property of the one that cannot start
   */
  public static StandIns start(Settings settings) {
    StandIns standIns = new StandIns();
    if (settings.standIns().enabled()) {
      try {
        standIns.startAll(settings);
      } catch (RuntimeException e) {
        standIns.close();
        throw e;
      }
    }
    return standIns;
  }

  private void startAll(Settings settings) {
    Path folder = settings.data().resolve("stand-ins");
    try {
      Files.createDirectories(folder.resolve("mail"));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
    }
    Optional<DemoDatabase> database = Optional.ofNullable(settings.databases().get("platform"))
        .filter(DemoDatabase::isItsOwn).map(DemoDatabase::open);
    database.ifPresent(parts::push);
    Address rest = settings.standIns().rest();
    parts.push(begun("gateway.stand-ins.rest.listen", rest, () ->
        RestStandIn.start(rest, folder.resolve("rest-calls.jsonl"), database)));
    Address smtp = settings.standIns().smtp();
    parts.push(begun("gateway.stand-ins.smtp.listen", smtp, () -> MailStandIn.start(smtp, folder.resolve("mail"))));
  }

  private static Part begun(String property, Address address, Start start) {
    try {
      return start.start();
    } catch (Exception e) {
      boolean taken = causedByBind(e);
      throw new IllegalStateException(property + " is '" + address + "': "
          + (taken ? "the port is taken by another program" : e.getMessage())
          + "; choose another one, or set gateway.stand-ins=false to run without stand-ins", e);
    }
  }

  private static boolean causedByBind(Throwable failure) {
    return failure instanceof BindException || failure.getCause() != null && causedByBind(failure.getCause());
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  /** One stand-in that runs. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  private interface Start {
    Part start() throws Exception;
  }
}
