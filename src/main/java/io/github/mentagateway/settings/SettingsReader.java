package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.Intake.Scheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns properties into {@link Settings}. It goes on after a problem, so that all problems are reported at once. */
final class SettingsReader {
  private static final int SHORTEST_KEY = 32;
  private static final long MOST_BYTES = 1L << 50;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  /** Enough for two channels that share a database, with eight deliveries at once each. */
  private static final int POOL_SIZE = 16;
  /** URLs of databases that H2 keeps in files of its own, and whose trace file they do not mention. */
  private static final Pattern UNTRACED = Pattern.compile("jdbc:h2:(?!tcp:|ssl:|mem:)(?!.*;(?i:TRACE_LEVEL_FILE)=).*");

  private static final Pattern BEAN_CLASS = Pattern.compile("#class:([\\w.$]+)(?:[(#].*)?");

  private final PropertySource source;
  private final Secrets secrets;
  private final Path home;
  private final SettingValues values;
  private String storeUrl;
  private Path routes;

  private SettingsReader(Path home, PropertySource source, Secrets secrets) {
    this.home = home;
    this.source = source;
    this.secrets = secrets;
    this.values = new SettingValues(source, secrets, home);
  }

  static Settings read(Path home, Map<String, String> environment, boolean withSecrets) throws SettingsException {
    List<String> problems = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Settings settings = read(home, environment, withSecrets, problems, missing);
    if (!problems.isEmpty()) {
      throw missing.containsAll(problems) ? SettingsException.missing(problems) : new SettingsException(problems);
    }
    return settings;
  }

  static Settings check(Path home, Map<String, String> environment, Consumer<String> problems) throws SettingsException {
    List<String> found = new ArrayList<>();
    Settings settings = read(home, environment, false, found, new ArrayList<>());
    found.forEach(problems);
    missingClasses(settings.values()).forEach(problems);
    return settings;
  }

  static ManagementSettings management(Path home, Map<String, String> environment) throws SettingsException {
    SettingsReader reader = of(home, environment);
    ManagementSettings settings = new ManagementSettings(home.resolve(Settings.DATA), reader.tls(), reader.readManagement(), reader.secrets);
    List<String> problems = new ArrayList<>(reader.values.problems());
    // a misspelt address would lead to another gateway
    reader.source.unknownNames().stream().filter(problem -> problem.startsWith("gateway.management")).forEach(problems::add);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  private static SettingsReader of(Path home, Map<String, String> environment) throws SettingsException {
    PropertySource source = PropertySource.of(home, environment);
    return new SettingsReader(home, source, new Secrets(environment, home.resolve(source.value("gateway.secrets"))));
  }

  private static Settings read(Path home, Map<String, String> environment, boolean withSecrets, List<String> problems, List<String> missing)
      throws SettingsException {
    SettingsReader reader = of(home, environment);
    reader.routes = reader.values.folder("gateway.routes");
    Settings settings = reader.settings();
    reader.contradictions(settings);
    problems.addAll(reader.values.problems());
    problems.addAll(reader.source.unknownNames());
    missing.addAll(reader.values.missing());
    if (!withSecrets) {
      problems.removeAll(missing);
    }
    return settings;
  }

  private Settings settings() {
    return new Settings(home, intake(), tls(), readManagement(), store(), delivery(),
        values.parse("gateway.retention.delivered", SettingRules::retention), values.parse("gateway.retention.acts", SettingRules::retentionOfActs),
        values.parse("gateway.contract.settling", Parse::duration), duplicates(), entities(), databases(),
        new MailReader(values, home).read(), new RestReader(source, values).read(), standIns(),
        values.parse("gateway.log.format", text -> Parse.oneOf(text, "text", "json").equals("json")),
        new TracingReader(source, values).read(), routes, values.parse("gateway.reload", Parse::yesOrNo), values.parse("gateway.shutdown.timeout", Parse::duration), secrets, source.values());
  }

  private Settings.Management readManagement() {
    return new ManagementReader(source, secrets, values).read();
  }

  /** Finds settings that are right each for itself and cannot hold together. */
  private void contradictions(Settings settings) {
    if (settings.store().queueBytes() < settings.intake().maxBodyBytes()) {
      values.contradiction("gateway.store.queue-bytes", "gateway.intake.max-body-bytes",
          "a body of that length could never be stored; raise gateway.store.queue-bytes to at least gateway.intake.max-body-bytes");
    }
    demandWithinRetention("gateway.duplicates.horizon", settings.duplicates().horizon(), settings.keepDelivered());
    demandWithinRetention("gateway.duplicates.unanswered", settings.duplicates().unanswered(), settings.keepDelivered());
  }

  /** The classes of {@code camel.beans.NAME} that are not there. A start would fail with them; a command goes on without. */
  private static List<String> missingClasses(Map<String, String> values) {
    List<String> missing = new ArrayList<>();
    values.forEach((name, value) -> {
      Matcher bean = BEAN_CLASS.matcher(value);
      if (name.matches("camel\\.beans\\.[^.\\[]+") && bean.matches() && !isThere(bean.group(1))) {
        missing.add(name + " is of the class " + bean.group(1) + ", which neither the gateway nor lib/ has: correct its name, or bring its jar:"
            + " ./menta-gateway lib add GROUP:ARTIFACT:VERSION");
      }
    });
    return missing;
  }

  private static boolean isThere(String type) {
    return SettingsReader.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
  }

  private void demandWithinRetention(String name, Duration duration, Duration retention) {
    String kept = "gateway.retention.delivered";
    if (duration.compareTo(retention) > 0) {
      values.contradiction(name, kept, "a copy finds nothing that was removed; write " + name + "=" + values.asWritten(kept)
          + " or less, or " + kept + "=" + values.asWritten(name) + " or more");
    }
  }

  private Settings.Intake intake() {
    Set<Scheme> schemes = values.parse("gateway.intake.auth", SettingRules::schemes);
    String headerName = values.parse("gateway.intake.auth.header-name", SettingRules::headerName);
    if (schemes != null && schemes.containsAll(Set.of(Scheme.HEADER, Scheme.BASIC))
        && "Authorization".equalsIgnoreCase(headerName)) {
      values.problem("gateway.intake.auth asks for header and basic, and gateway.intake.auth.header-name is '" + headerName
          + "': basic needs that header for itself; give gateway.intake.auth.header-name another name");
    }
    return new Settings.Intake(
        values.parse("gateway.intake.listen", Address::parse),
        values.optional("gateway.intake.path").map(path -> values.parse("gateway.intake.path", SettingRules::intakePath)),
        schemes,
        headerName,
        values.secretValues("gateway.intake.auth.header-value", "gateway.intake.auth.header-value-next"),
        values.parse("gateway.intake.auth.basic-user", SettingRules::basicUser),
        values.secretValues("gateway.intake.auth.basic-password", "gateway.intake.auth.basic-password-next"),
        values.parse("gateway.intake.max-body-bytes", text -> Math.toIntExact(SettingRules.atMost(Parse.size(text), 64L << 20))),
        values.parse("gateway.intake.unusable", text -> Parse.oneOf(text, "quarantine", "reject").equals("reject")),
        values.parse("gateway.intake.proxy-protocol", text -> Parse.list(text).stream().map(Network::parse).toList()),
        limits());
  }

  private Settings.Intake.Limits limits() {
    return new Settings.Intake.Limits(
        values.parse("gateway.intake.head-timeout", SettingRules::timeout),
        values.parse("gateway.intake.body-timeout", SettingRules::timeout),
        values.parse("gateway.intake.body-rate", text -> Math.toIntExact(SettingRules.atMost(Parse.size(text), 1L << 30))),
        values.parse("gateway.intake.idle-timeout", SettingRules::timeout),
        values.parse("gateway.intake.max-connections", Parse::positive),
        values.parse("gateway.intake.max-connections-per-address", Parse::positive),
        values.parse("gateway.intake.max-requests", Parse::positive),
        values.parse("gateway.intake.max-streams", Parse::positive),
        values.parse("gateway.intake.max-resets", Parse::positive));
  }

  private Settings.Tls tls() {
    Optional<Path> certificate = values.file("gateway.tls.certificate");
    Optional<Path> key = values.file("gateway.tls.private-key");
    if (certificate.isPresent() != key.isPresent()) {
      values.problem("gateway.tls.certificate and gateway.tls.private-key belong together: set both, or none for a self-signed one");
    }
    return new Settings.Tls(certificate, key, values.parse("gateway.tls.engine", text ->
        Settings.Tls.Engine.valueOf(Parse.oneOf(text, "auto", "jdk").toUpperCase(Locale.ROOT))));
  }

  private Settings.Store store() {
    storeUrl = values.parse("gateway.store.url", StoreUrl::check);
    return new Settings.Store(
        storeUrl,
        values.value("gateway.store.user"),
        values.secret("gateway.store.password"),
        values.parse("gateway.store.min-free", Parse::size),
        values.parse("gateway.store.queue", Parse::positive),
        values.parse("gateway.store.queue-bytes", text -> SettingRules.atMost(Parse.size(text), MOST_BYTES)),
        values.parse("gateway.store.lease", SettingRules::lease));
  }

  private Settings.Delivery delivery() {
    return new Settings.Delivery(
        values.parse("gateway.delivery.concurrency", Parse::positive),
        values.parse("gateway.delivery.max-attempts", Parse::positive),
        values.parse("gateway.delivery.initial-delay", Parse::duration),
        values.parse("gateway.delivery.max-delay", Parse::duration),
        values.parse("gateway.delivery.multiplier", text -> Parse.decimal(text, 1, 100)),
        values.parse("gateway.delivery.jitter", text -> Parse.decimal(text, 0, 1)),
        values.parse("gateway.delivery.timeout", Parse::duration),
        values.parse("gateway.delivery.ordered", Parse::yesOrNo),
        values.parse("gateway.delivery.on-dead-letter", text -> Parse.oneOf(text, "continue", "hold").equals("hold")),
        values.parse("gateway.delivery.probe-interval", SettingRules::probeInterval),
        values.parse("gateway.delivery.window", Window::parse),
        values.parse("gateway.delivery.rate", Rate::parse),
        values.parse("gateway.delivery.adaptive-concurrency", Parse::yesOrNo),
        values.parse("gateway.delivery.max-sends", Parse::positive),
        values.parse("gateway.delivery.max-send-bytes", text -> SettingRules.atMost(Parse.size(text), MOST_BYTES)));
  }

  private Settings.Duplicates duplicates() {
    Map<String, Settings.Duplicates.Rule> actions = new TreeMap<>();
    for (String name : source.namesBetween("gateway.duplicates.", "")) {
      if (SettingRules.isAction(name)) {
        actions.put(name, values.parse("gateway.duplicates." + name, SettingRules::duplicates));
      }
    }
    return new Settings.Duplicates(
        values.parse("gateway.duplicates.horizon", Parse::duration),
        values.parse("gateway.duplicates.sender-timeout", Parse::duration),
        values.parse("gateway.duplicates.unanswered", SettingRules::unanswered),
        actions,
        values.optional("gateway.duplicates.id").map(id -> values.parse("gateway.duplicates.id", SettingRules::sentId)),
        ownerKey());
  }

  /** A key that is too short is not repeated, because it would not be taken out of a log either. */
  private Optional<String> ownerKey() {
    String name = "gateway.duplicates.owner-key";
    Optional<String> key = values.optional(name).map(secrets::remember);
    if (key.filter(text -> text.length() < SHORTEST_KEY).isPresent()) {
      values.problem(name + " has " + key.get().length() + " characters: it must have at least " + SHORTEST_KEY
          + ", the same on every instance; make one with: openssl rand -base64 32");
    }
    return key;
  }

  private Map<String, List<String>> entities() {
    Map<String, List<String>> entities = new TreeMap<>();
    for (String family : source.namesBetween("gateway.entity.", "")) {
      entities.put(family, values.parse("gateway.entity." + family, SettingRules::entityParts));
    }
    return entities;
  }

  private Map<String, Settings.Database> databases() {
    Map<String, Settings.Database> databases = new TreeMap<>();
    for (String name : source.namesBetween("gateway.database.", ".url", ".user", ".password", ".connect-timeout", ".timeout",
        ".pool-size", ".health")) {
      String prefix = "gateway.database." + name;
      if (source.value(prefix + ".url").isBlank()) {
        values.problem(prefix + ".url is missing: a database needs it, such as jdbc:postgresql://host/name");
      }
      String url = values.value(prefix + ".url");
      if (StoreUrl.isSame(url, storeUrl, home)) {
        values.problem(prefix + ".url is the gateway's own store (gateway.store.url), which no route may touch: give it another URL");
      }
      databases.put(name, new Settings.Database(
          name, untraced(url), values.value(prefix + ".user"), values.secret(prefix + ".password"), statementTimeout(prefix),
          values.optional(prefix + ".pool-size").map(text -> values.parse(prefix + ".pool-size", SettingRules::poolSize)).orElse(POOL_SIZE),
          values.optional(prefix + ".connect-timeout").map(text -> values.parse(prefix + ".connect-timeout", SettingRules::connectTimeout))
              .orElse(CONNECT_TIMEOUT),
          values.value(prefix + ".health").strip()));
    }
    return databases;
  }

  private Duration statementTimeout(String prefix) {
    String name = prefix + ".timeout";
    return values.optional(name).map(text -> values.parse(name, SettingRules::statementTimeout)).orElse(STATEMENT_TIMEOUT);
  }

  /** H2 writes its exceptions with the rows that they quote into a trace file beside the database, unless the URL turns that off. */
  private static String untraced(String url) {
    return UNTRACED.matcher(url).matches() ? url + ";TRACE_LEVEL_FILE=0" : url;
  }

  private Settings.StandIns standIns() {
    Address rest = values.parse("gateway.stand-ins.rest.listen", SettingRules::loopback);
    Address smtp = values.parse("gateway.stand-ins.smtp.listen", SettingRules::loopback);
    StandInUsage usage = new StandInUsage(source, routes);
    return new Settings.StandIns(
        values.parse("gateway.stand-ins", Parse::yesOrNo), rest, usage.ofRest(rest), smtp, usage.isMailSentTo(smtp));
  }
}
