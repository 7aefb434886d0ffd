package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.github.mentagateway.settings.Settings.StandIns.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns properties into {@link Settings}; goes on after a problem, so that all of them are told at once. */
final class SettingsReader {
  private static final int SHORTEST_KEY = 32;
  private static final long MOST_BYTES = 1L << 50;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  /** The databases that H2 has in files of its own: those of a server are the server's. */
  private static final Pattern UNTRACED = Pattern.compile("jdbc:h2:(?!tcp:|ssl:|mem:)(?!.*;(?i:TRACE_LEVEL_FILE)=).*");

  private final PropertySource source;
  private final Secrets secrets;
  private final Path home;
  private final List<String> problems = new ArrayList<>();
  private String storeUrl;
  private Path routes;

  private SettingsReader(Path home, PropertySource source, Secrets secrets) {
    this.home = home;
    this.source = source;
    this.secrets = secrets;
  }

  static Settings read(Path home, Map<String, String> environment) throws SettingsException {
    PropertySource source = PropertySource.of(home, environment);
    Path folder = home.resolve(source.value("gateway.secrets"));
    SettingsReader reader = new SettingsReader(home, source, new Secrets(environment, folder));
    reader.routes = reader.folder("gateway.routes");
    Settings settings = reader.settings();
    reader.contradictions(settings);
    reader.problems.addAll(source.unknownNames());
    if (!reader.problems.isEmpty()) {
      throw new SettingsException(reader.problems);
    }
    return settings;
  }

  private Settings settings() {
    return new Settings(home, intake(), tls(), management(), store(), delivery(),
        parse("gateway.retention.delivered", Rules::retention), duplicates(), entities(), databases(), mail(), standIns(),
        routes, parse("gateway.shutdown.timeout", Parse::duration), secrets, source.values());
  }

  /** Settings that are right each for itself and cannot hold together. */
  private void contradictions(Settings settings) {
    if (settings.store().queueBytes() < settings.intake().maxBodyBytes()) {
      contradiction("gateway.store.queue-bytes", "gateway.intake.max-body-bytes",
          "a body of that length could never be stored; raise gateway.store.queue-bytes to at least gateway.intake.max-body-bytes");
    }
    demandWithinRetention("gateway.duplicates.horizon", settings.duplicates().horizon(), settings.keepDelivered());
    demandWithinRetention("gateway.duplicates.unanswered", settings.duplicates().unanswered(), settings.keepDelivered());
  }

  private void demandWithinRetention(String name, Duration duration, Duration retention) {
    String kept = "gateway.retention.delivered";
    if (duration.compareTo(retention) > 0) {
      contradiction(name, kept, "a copy finds nothing that was removed; write " + name + "=" + asWritten(kept) + " or less, or " + kept
          + "=" + asWritten(name) + " or more");
    }
  }

  /** Nothing is said of a default that stands in for what breaks a rule of its own. */
  private void contradiction(String name, String other, String rule) {
    if (problems.stream().noneMatch(problem -> problem.matches("(" + Pattern.quote(name) + "|" + Pattern.quote(other) + ")[ :].*"))) {
      problems.add(name + " is '" + asWritten(name) + "', and " + other + " is '" + asWritten(other) + "': " + rule);
    }
  }

  private Settings.Intake intake() {
    Set<Scheme> schemes = parse("gateway.intake.auth", Rules::schemes);
    String headerName = parse("gateway.intake.auth.header-name", Rules::headerName);
    if (schemes != null && schemes.containsAll(Set.of(Scheme.HEADER, Scheme.BASIC))
        && "Authorization".equalsIgnoreCase(headerName)) {
      problems.add("gateway.intake.auth asks for header and basic, and gateway.intake.auth.header-name is '" + headerName
          + "': basic needs that header for itself; give gateway.intake.auth.header-name another name");
    }
    return new Settings.Intake(
        parse("gateway.intake.listen", Address::parse),
        optional("gateway.intake.path").map(path -> parse("gateway.intake.path", Rules::intakePath)),
        schemes,
        headerName,
        secretValues("gateway.intake.auth.header-value", "gateway.intake.auth.header-value-next"),
        parse("gateway.intake.auth.basic-user", Rules::basicUser),
        secretValues("gateway.intake.auth.basic-password", "gateway.intake.auth.basic-password-next"),
        parse("gateway.intake.max-body-bytes", text -> Math.toIntExact(Rules.atMost(Parse.size(text), 64L << 20))),
        parse("gateway.intake.unusable", text -> Parse.oneOf(text, "quarantine", "reject").equals("reject")),
        limits());
  }

  private Settings.Intake.Limits limits() {
    return new Settings.Intake.Limits(
        parse("gateway.intake.head-timeout", Rules::timeout),
        parse("gateway.intake.body-timeout", Rules::timeout),
        parse("gateway.intake.body-rate", text -> Math.toIntExact(Rules.atMost(Parse.size(text), 1L << 30))),
        parse("gateway.intake.idle-timeout", Rules::timeout),
        parse("gateway.intake.max-connections", Parse::positive),
        parse("gateway.intake.max-connections-per-address", Parse::positive),
        parse("gateway.intake.max-requests", Parse::positive),
        parse("gateway.intake.max-streams", Parse::positive),
        parse("gateway.intake.max-resets", Parse::positive));
  }

  private Settings.Tls tls() {
    Optional<Path> certificate = file("gateway.tls.certificate");
    Optional<Path> key = file("gateway.tls.private-key");
    if (certificate.isPresent() != key.isPresent()) {
      problems.add("gateway.tls.certificate and gateway.tls.private-key belong together: set both, or none for a self-signed one");
    }
    return new Settings.Tls(certificate, key, parse("gateway.tls.engine", text ->
        Settings.Tls.Engine.valueOf(Parse.oneOf(text, "auto", "jdk").toUpperCase(Locale.ROOT))));
  }

  private Settings.Management management() {
    return new Settings.Management(
        parse("gateway.management.listen", Address::parse),
        parse("gateway.management.open", text -> Set.copyOf(
            Parse.list(text).stream().map(part -> Parse.oneOf(part, "health", "metrics")).toList())),
        optional("gateway.management.token").map(secrets::remember));
  }

  private Settings.Store store() {
    storeUrl = parse("gateway.store.url", StoreUrl::check);
    return new Settings.Store(
        storeUrl,
        value("gateway.store.user"),
        secret("gateway.store.password"),
        parse("gateway.store.min-free", Parse::size),
        parse("gateway.store.queue", Parse::positive),
        parse("gateway.store.queue-bytes", text -> Rules.atMost(Parse.size(text), MOST_BYTES)),
        parse("gateway.store.lease", Rules::lease));
  }

  private Settings.Delivery delivery() {
    return new Settings.Delivery(
        parse("gateway.delivery.concurrency", Parse::positive),
        parse("gateway.delivery.max-attempts", Parse::positive),
        parse("gateway.delivery.initial-delay", Parse::duration),
        parse("gateway.delivery.max-delay", Parse::duration),
        parse("gateway.delivery.multiplier", text -> Parse.decimal(text, 1, 100)),
        parse("gateway.delivery.jitter", text -> Parse.decimal(text, 0, 1)),
        parse("gateway.delivery.timeout", Parse::duration),
        parse("gateway.delivery.ordered", Parse::yesOrNo),
        parse("gateway.delivery.on-dead-letter", text -> Parse.oneOf(text, "continue", "hold").equals("hold")),
        parse("gateway.delivery.probe-interval", Rules::probeInterval),
        parse("gateway.delivery.max-sends", Parse::positive),
        parse("gateway.delivery.max-send-bytes", text -> Rules.atMost(Parse.size(text), MOST_BYTES)));
  }

  private Settings.Duplicates duplicates() {
    Map<String, Settings.Duplicates.Rule> actions = new TreeMap<>();
    for (String name : source.namesBetween("gateway.duplicates.", "")) {
      if (Rules.isAction(name)) {
        actions.put(name, parse("gateway.duplicates." + name, Rules::duplicates));
      }
    }
    return new Settings.Duplicates(
        parse("gateway.duplicates.horizon", Parse::duration),
        parse("gateway.duplicates.sender-timeout", Parse::duration),
        parse("gateway.duplicates.unanswered", Rules::unanswered),
        actions,
        optional("gateway.duplicates.id").map(id -> parse("gateway.duplicates.id", Rules::sentId)),
        ownerKey());
  }

  /** Too short a one is not repeated: it would not be taken out of a log either. */
  private Optional<String> ownerKey() {
    String name = "gateway.duplicates.owner-key";
    Optional<String> key = optional(name).map(secrets::remember);
    if (key.filter(text -> text.length() < SHORTEST_KEY).isPresent()) {
      problems.add(name + " has " + key.get().length() + " characters: it must have at least " + SHORTEST_KEY
          + ", the same on every instance; make one with: openssl rand -base64 32");
    }
    return key;
  }

  private Map<String, List<String>> entities() {
    Map<String, List<String>> entities = new TreeMap<>();
    for (String family : source.namesBetween("gateway.entity.", "")) {
      entities.put(family, parse("gateway.entity." + family, Rules::entityParts));
    }
    return entities;
  }

  private Map<String, Settings.Database> databases() {
    Map<String, Settings.Database> databases = new TreeMap<>();
    for (String name : source.namesBetween("gateway.database.", ".url", ".user", ".password", ".timeout")) {
      String prefix = "gateway.database." + name;
      if (source.value(prefix + ".url").isBlank()) {
        problems.add(prefix + ".url is missing: a database needs it, such as jdbc:postgresql://host/name");
      }
      String url = value(prefix + ".url");
      if (StoreUrl.isSame(url, storeUrl, home)) {
        problems.add(prefix + ".url is the gateway's own store (gateway.store.url), which no route may touch: give it another URL");
      }
      databases.put(name, new Settings.Database(name, untraced(url), value(prefix + ".user"), secret(prefix + ".password"),
          optional(prefix + ".timeout").map(text -> parse(prefix + ".timeout", Rules::statementTimeout)).orElse(STATEMENT_TIMEOUT)));
    }
    return databases;
  }

  /** Into a trace file beside its database H2 writes what it throws, rows and all, unless the URL speaks of that file. */
  private static String untraced(String url) {
    return UNTRACED.matcher(url).matches() ? url + ";TRACE_LEVEL_FILE=0" : url;
  }

  private Settings.Mail mail() {
    return new Settings.Mail(
        value("gateway.mail.host"),
        parse("gateway.mail.port", Parse::port),
        parse("gateway.mail.security", text -> Settings.Mail.Security.valueOf(
            Parse.oneOf(text, "none", "starttls", "tls").toUpperCase(Locale.ROOT))),
        value("gateway.mail.user"),
        secret("gateway.mail.password"),
        value("gateway.mail.from"),
        file("gateway.mail.trust"));
  }

  private Settings.StandIns standIns() {
    Address rest = parse("gateway.stand-ins.rest.listen", Rules::loopback);
    Address smtp = parse("gateway.stand-ins.smtp.listen", Rules::loopback);
    Use restUse = use(rest);
    boolean mailLeadsThere = source.value("gateway.mail.port").strip().equals(String.valueOf(smtp.port()))
        && List.of(smtp.host(), "localhost").contains(source.value("gateway.mail.host").strip());
    return new Settings.StandIns(parse("gateway.stand-ins", Parse::yesOrNo), rest, restUse, smtp, mailLeadsThere);
  }

  private Use use(Address rest) {
    String port = ":" + rest.port();
    String placeholder = "\\{\\{" + Pattern.quote(Settings.StandIns.REST);
    List<String> texts = everyText().filter(text -> text.contains(port) || text.contains(Settings.StandIns.REST)).toList();
    return holds(texts, "//(" + Pattern.quote(rest.host()) + "|localhost)" + port + "(?!\\d)|" + placeholder + "\\.listen}}")
        ? Use.BY_ADDRESS : holds(texts, placeholder + "}}") ? Use.BY_NAME : Use.NONE;
  }

  private static boolean holds(List<String> texts, String pattern) {
    return texts.stream().anyMatch(Pattern.compile(pattern).asPredicate());
  }

  /** Every value that counts, every variable of the environment, which a route may name, and every route. */
  private Stream<String> everyText() {
    List<String> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(routes)) {
      for (Path file : found.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        files.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException unreadable) {
      // whoever loads the routes tells it
    }
    return Stream.concat(source.everyText(), files.stream());
  }

  /** Of {@code Bearer TOKEN} the token alone is secret too. */
  private List<String> secretValues(String... names) {
    List<String> values = Stream.of(names).map(this::secret).filter(text -> !text.isEmpty()).toList();
    values.forEach(text -> secrets.remember(text.substring(text.indexOf(' ') + 1)));
    return values;
  }

  private String secret(String name) {
    String text = value(name);
    return text.isEmpty() ? text : secrets.remember(text);
  }

  private Optional<Path> file(String name) {
    Optional<Path> file = optional(name).map(home::resolve);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      problems.add(name + ": the file " + file.get() + " is not there or cannot be read");
    }
    return file;
  }

  private Path folder(String name) {
    Path folder = home.resolve(value(name));
    if (!Files.isDirectory(folder)) {
      problems.add(name + ": the folder " + folder + " is not there; start the gateway in a folder with routes/ and config/");
    }
    return folder;
  }

  private Optional<String> optional(String name) {
    return Optional.of(value(name)).filter(text -> !text.isEmpty());
  }

  private String value(String name) {
    try {
      return secrets.resolve(source.value(name)).strip();
    } catch (RuntimeException e) {
      problems.add(name + ": " + e.getMessage());
      return "";
    }
  }

  /** After a problem the default stands in, so that the other problems are found too; these settings are never handed out. */
  private <T> T parse(String name, Function<String, T> parser) {
    int before = problems.size();
    String text = value(name);
    try {
      if (problems.size() == before) {
        return parser.apply(text);
      }
    } catch (ArithmeticException e) {
      problems.add(name + " is '" + asWritten(name) + "': it is too large a number");
    } catch (IllegalArgumentException e) {
      problems.add(name + " is '" + asWritten(name) + "': it " + e.getMessage());
    }
    String byDefault = source.defaultValue(name);
    return byDefault.isEmpty() ? null : parser.apply(byDefault);
  }

  /** A reference to a secret stays one: what it stands for must not come into a log, however short it is. Nor must one in a URL. */
  private String asWritten(String name) {
    return secrets.redact(source.value(name).strip()).replaceAll("(?i)(password=)[^&;]+", "$1***");
  }
}
