package io.github.mentagateway.standins;

import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.StandIns.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stand-ins that run until {@link #close}. */
public final class StandIns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandIns.class);
  /** A host that never resolves (RFC 2606): what goes to a stand-in that does not run waits, and never reaches another gateway's. */
  private static final String NOWHERE = "gateway-stand-ins-is-false.invalid";

  private final Settings settings;
  private final Path folder;
  private Optional<DemoDatabase> database = Optional.empty();
  private Optional<RestStandIn> rest = Optional.empty();
  private Optional<MailStandIn> mail = Optional.empty();

  private StandIns(Settings settings) {
    this.settings = settings;
    this.folder = settings.data().resolve("stand-ins");
  }

  /**
   * Starts the stand-ins that a setting or a route leads to, and none when {@code gateway.stand-ins} is false. A stand-in whose port is
   * taken listens on a free one, where {@link #rest} and {@link #mail} lead. Called before the routes start, which else find no table.
   *
   * @throws IllegalStateException with a sentence that names the property of the stand-in that cannot start
   */
  public static StandIns start(Settings settings) {
    StandIns standIns = new StandIns(settings);
    if (!settings.standIns().enabled()) {
      standIns.tellWhatWaits();
      return standIns;
    }
    try {
      standIns.startUsed();
      return standIns;
    } catch (RuntimeException e) {
      standIns.close();
      throw e;
    }
  }

  private void startUsed() {
    Settings.StandIns wanted = settings.standIns();
    Optional<Settings.Database> demo = demo();
    if (demo.isEmpty() && wanted.restUse() == Use.NONE && !wanted.smtpUsed()) {
      LOG.info("event=no_stand_in gateway.stand-ins is true, and no setting or route leads to one: none runs");
      return;
    }
    try {
      Files.createDirectories(folder.resolve("mail"));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
    }
    database = demo.map(DemoDatabase::open);
    if (wanted.restUse() != Use.NONE) {
      rest = Optional.of(begun("gateway.stand-ins.rest.listen", wanted.rest(), wanted.restUse() == Use.BY_NAME, address ->
          RestStandIn.start(address, folder.resolve("rest-calls.jsonl"), database)));
    }
    if (wanted.smtpUsed()) {
      mail = Optional.of(begun("gateway.stand-ins.smtp.listen", wanted.smtp(), true, address ->
          MailStandIn.start(address, folder.resolve("mail"))));
    }
  }

  private Optional<Settings.Database> demo() {
    return Optional.ofNullable(settings.databases().get("platform")).filter(platform -> DemoDatabase.isItsOwn(platform, folder));
  }

  private static <T> T begun(String property, Address address, boolean mayMove, Start<T> start) {
    try {
      return start.at(address);
    } catch (Exception e) {
      boolean taken = Causes.first(BindException.class, e) != null;
      if (taken && mayMove) {
        LOG.info("event=stand_in_moved {} is '{}', and that port is taken by another program: a free one serves this gateway's routes",
            property, address);
        return begun(property, new Address(address.host(), 0), false, start);
      }
      throw new IllegalStateException(property + " is '" + address + "': " + (taken
          ? "the port is taken by another program, and a setting or a route leads to this address; write http://{{"
              + Settings.StandIns.REST + "}} there, so that a free port can be taken"
          : e.getMessage() + "; choose another one") + ", or set gateway.stand-ins=false to run without stand-ins", e);
    }
  }

  private void tellWhatWaits() {
    String placeholder = "{{" + Settings.StandIns.REST + "}}";
    List<String> leading = new ArrayList<>(settings.values().entrySet().stream()
        .filter(value -> value.getValue().contains(placeholder)).map(Map.Entry::getKey).sorted().toList());
    demo().ifPresent(platform -> leading.add("gateway.database.platform.url"));
    if (settings.standIns().smtpUsed()) {
      leading.add("gateway.mail.port");
    }
    if (!leading.isEmpty()) {
      LOG.warn("event=stand_ins_off gateway.stand-ins is false, and these still name a stand-in: {}. What goes there reaches nobody until"
          + " they name a real system", String.join(", ", leading));
    }
  }

  /** The value of {@code {{gateway.stand-ins.rest}}}, which is {@code host:port}. */
  public String rest() {
    return rest.map(running -> running.address().toString()).orElse(NOWHERE);
  }

  /** The mail server that mails go to: the stand-in when the settings lead there. */
  public Settings.Mail mail() {
    Settings.Mail configured = settings.mail();
    return mail.map(running -> configured.at(running.address().host(), running.address().port()))
        .orElse(settings.standIns().smtpUsed() ? configured.at(NOWHERE, configured.port()) : configured);
  }

  /** Where a person finds what arrived; empty when no stand-in runs that shows it. */
  public Optional<String> findings() {
    List<String> places = Stream.of(
        rest.map(running -> "http://" + running.address() + (database.isPresent() ? "/tickets   /calls" : "/calls")),
        mail.map(running -> settings.home().relativize(folder.resolve("mail")) + "/")).flatMap(Optional::stream).toList();
    return places.isEmpty() ? Optional.empty() : Optional.of(String.join("   ", places));
  }

  @Override
  public void close() {
    mail.ifPresent(MailStandIn::close);
    rest.ifPresent(RestStandIn::close);
    database.ifPresent(DemoDatabase::close);
  }

  private interface Start<T> {
    T at(Address address) throws Exception;
  }
}
