package io.github.mentagateway.runtime;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.intake.IntakeServerFactory;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.standins.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints in a few lines that the gateway runs, where, and what to try next. It prints no secret. It prints the path of the URL only in the
 * start that made it, so that no log of a later start holds it. In a log of JSON all this is one line, without the path: that log is
 * collected.
 */
final class StartupBanner extends MainListenerSupport {
  private static final Logger LOG = LoggerFactory.getLogger(StartupBanner.class);

  private final Settings settings;
  private final Credentials credentials;
  private final boolean pathIsNew;
  private final IntakeServerFactory intake;
  private final StandIns standIns;
  private final Supplier<Optional<String>> refusing;
  private final List<String> instead;

  /**
   * @param refusing why no notification can be taken; empty when they can
   * @param instead what runs in place of route files that were refused
   */
  StartupBanner(Settings settings, Credentials credentials, boolean pathIsNew, IntakeServerFactory intake, StandIns standIns,
      Supplier<Optional<String>> refusing, List<String> instead) {
    this.settings = settings;
    this.credentials = credentials;
    this.pathIsNew = pathIsNew;
    this.intake = intake;
    this.standIns = standIns;
    this.refusing = refusing;
    this.instead = instead;
  }

  @Override
  public void afterStart(BaseMainSupport main) {
    String management = settings.management().url();
    String server = "https://" + settings.intake().listen().reachableHost() + ":" + intake.port();
    if (settings.jsonLog()) {
      LOG.info("{}", new LogLine().with("event", "started").with("intake", server).with("management", management)
          .with("takes_nothing", refusing.get().orElse(null)).with("routes_refused", instead.isEmpty() ? null : instead));
      return;
    }
    StringBuilder text = new StringBuilder(System.lineSeparator());
    line(text, "Menta Gateway is running.");
    refusing.get().ifPresent(reason -> line(text, "  NO NOTIFICATION IS TAKEN: " + reason));
    instead.forEach(file -> line(text, "  Routes                NOT as they are on the disk: " + file + "; why: ./menta-gateway reload"));
    line(text, "  Notifications go to   " + server + howToReadThePath());
    line(text, "  Credentials           " + howToReadTheCredentials());
    line(text, "  Health and metrics    " + management + "/observe/health   " + management + "/observe/metrics");
    line(text, "  Console               " + management + "/   (how to sign in: ./menta-gateway console)");
    standIns.findings().ifPresent(findings -> line(text, "  Stand-ins             " + findings));
    line(text, "  Try next              ./menta-gateway send samples/ticket.updated.flat.json");
    System.out.println(text);
  }

  private String howToReadThePath() {
    if (pathIsNew) {
      return credentials.intakePath();
    }
    return settings.intake().path().isPresent() ? " and the path of gateway.intake.path" : "/menta/$(cat data/intake-path)";
  }

  private String howToReadTheCredentials() {
    Settings.Intake rules = settings.intake();
    List<String> asked = new ArrayList<>();
    if (rules.auth().contains(Settings.Intake.Scheme.HEADER)) {
      asked.add("header " + rules.headerName() + ": " + (rules.headerValues().isEmpty()
          ? "Bearer $(cat data/intake-token)" : "the value of gateway.intake.auth.header-value"));
    }
    if (rules.auth().contains(Settings.Intake.Scheme.BASIC)) {
      asked.add("Basic, user " + rules.basicUser() + ", password "
          + (rules.basicPasswords().isEmpty() ? "$(cat data/intake-password)" : "as in gateway.intake.auth.basic-password"));
    }
    return asked.isEmpty()
        ? "none are asked for (gateway.intake.auth=none): anybody who knows the path gets in" : String.join(" and ", asked);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

}
