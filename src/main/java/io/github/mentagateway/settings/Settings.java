package io.github.mentagateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every setting of the gateway, checked. {@link #load} makes it. The records below are its groups, named as their properties are
 * ({@code gateway.intake.max-body-bytes} is {@code intake().maxBodyBytes()}).
 *
 * @param values every property as it was written, those of Camel and of the routes included: Camel reads these, so that the file has one
 *     reader
 */
public record Settings(
    Path home,
    Intake intake,
    Tls tls,
    Management management,
    Store store,
    Delivery delivery,
    Duration keepDelivered,
    Duration keepActs,
    Duration contractSettling,
    Duplicates duplicates,
    Map<String, List<String>> entities,
    Map<String, Database> databases,
    Mail mail,
    RestSettings rest,
    StandIns standIns,
    boolean jsonLog,
    Tracing tracing,
    Path routes,
    boolean reload,
    Duration shutdownTimeout,
    Secrets secrets,
    Map<String, String> values) {
  static final String DATA = "data";

  /**
   * Reads {@code config/application.properties} in {@code home} when it is there, over the defaults, under the environment
   * ({@code gateway.intake.path} is {@code GATEWAY_INTAKE_PATH}).
   *
   * @throws SettingsException with all problems at once: unknown names, values that break their rule, missing secrets
   */
  public static Settings load(Path home, Map<String, String> environment) throws SettingsException {
    return SettingsReader.read(home, environment, true);
  }

  /**
   * The same where secrets and certificates are not at hand, as on a build server: what needs one of them is empty or has its default. No
   * gateway runs with these.
   */
  public static Settings loadWithoutSecrets(Path home, Map<String, String> environment) throws SettingsException {
    return SettingsReader.read(home, environment, false);
  }

  /**
   * As {@link #loadWithoutSecrets}, where the settings that are wrong are told and have their defaults.
   *
   * @param problems gets a sentence for each, which begins with its name
   * @throws SettingsException when the file cannot be read
   */
  public static Settings loadForCheck(Path home, Map<String, String> environment, Consumer<String> problems) throws SettingsException {
    return SettingsReader.check(home, environment, problems);
  }

  /** The same settings with another folder of routes. */
  public Settings withRoutes(Path folder) {
    return new Settings(home, intake, tls, management, store, delivery, keepDelivered, keepActs, contractSettling, duplicates, entities, databases, mail,
        rest, standIns, jsonLog, tracing, folder, reload, shutdownTimeout, secrets, values);
  }

  /** The same settings, with other values for Camel and the routes. */
  public Settings withValues(Map<String, String> others) {
    return new Settings(home, intake, tls, management, store, delivery, keepDelivered, keepActs, contractSettling, duplicates, entities, databases, mail,
        rest, standIns, jsonLog, tracing, routes, reload, shutdownTimeout, secrets, others);
  }

  /** Shows no setting, because passwords are among them. */
  @Override
  public String toString() {
    return "Settings[" + home + "]";
  }

  /** The folder of everything that the gateway writes. */
  public Path data() {
    return home.resolve(DATA);
  }

  /** Of these, what is needed to talk to the gateway. */
  public ManagementSettings forManagement() {
    return new ManagementSettings(data(), tls, management, secrets);
  }

  /**
   * {@code path}, {@code headerValues} and {@code basicPasswords} are empty when nothing is set; the first start makes them then.
   *
   * @param proxies those whose connections begin with a header of the PROXY protocol
   */
  public record Intake(
      Address listen,
      Optional<String> path,
      Set<Scheme> auth,
      String headerName,
      List<String> headerValues,
      String basicUser,
      List<String> basicPasswords,
      int maxBodyBytes,
      boolean rejectUnusable,
      List<Network> proxies,
      Limits limits) {

    /** Every listed scheme must hold; an empty set is {@code gateway.intake.auth=none}. */
    public enum Scheme { HEADER, BASIC }

    /**
     * The limits of connections and requests.
     *
     * @param bodyRate bytes per second that earn a body more time than {@code bodyTimeout}
     * @param maxStreams how many streams one HTTP/2 connection may have at once
     * @param maxResets how many streams one HTTP/2 connection may reset in 30 s
     */
    public record Limits(
        Duration headTimeout,
        Duration bodyTimeout,
        int bodyRate,
        Duration idleTimeout,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxRequests,
        int maxStreams,
        int maxResets) {}
  }

  /**
   * The PEM files of the certificate and its key, both or none; none means a self-signed certificate.
   *
   * @param engine the implementation of TLS
   */
  public record Tls(Optional<Path> certificate, Optional<Path> privateKey, Engine engine) {
    /** AUTO is OpenSSL where its library loads, else Java's own. */
    public enum Engine { AUTO, JDK }
  }

  /**
   * @param open which of {@code health} and {@code metrics} are served beyond loopback without a token
   * @param token the gateway's own token, which has every right; empty when the first start makes it
   * @param tokens those of persons, by name
   * @param hosts further names that the port may be asked by on this machine, in small letters
   * @param tlsInFront whether something in front of the port ends TLS, so that it never speaks TLS itself
   * @param certificate the PEM file of a certificate of its own, both or none with {@code privateKey}; none means that of the intake
   */
  public record Management(Address listen, Set<String> open, Optional<String> token, Map<String, NamedToken> tokens, Set<String> hosts,
      boolean tlsInFront, Optional<Path> certificate, Optional<Path> privateKey) {
    /** The name of who has the gateway's own token. */
    public static final String GATEWAY = "gateway";

    /** What a token allows; each role includes those before it. */
    public enum Role {
      READ, ACT, REVEAL;

      public boolean includes(Role other) {
        return compareTo(other) >= 0;
      }

      /** As it is written in a setting. */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /** @param text as it was written: references to secrets are resolved when it is used, so that a new secret counts by itself */
    public record NamedToken(Role role, String text) {
      private static final int SHORTEST = 32;

      /** Which rule a token breaks, without the token; empty when it can be used. */
      public static Optional<String> problem(String token) {
        if (!token.matches("[A-Za-z0-9._~+/=-]*")) {
          return Optional.of("has a character that no token may have: it must be letters, digits and any of -._~+/= (RFC 6750); make one with:"
              + " openssl rand -hex 32");
        }
        return token.length() >= SHORTEST ? Optional.empty() : Optional.of("has " + token.length() + " characters: it must have at least "
            + SHORTEST + "; make one with: openssl rand -hex 32");
      }

      @Override
      public String toString() {
        return "NamedToken[" + role + "]";
      }
    }

    /** Only what stays on this machine may be in clear. */
    public boolean usesTls() {
      return !tlsInFront && !listen.isLoopback();
    }

    /** The URL without a path, as this machine reaches it. */
    public String url() {
      return (usesTls() ? "https://" : "http://") + listen.reachableHost() + ":" + listen.port();
    }

    @Override
    public String toString() {
      return "Management[" + listen + "]";
    }
  }

  /**
   * @param minFree how many bytes must be free on the disk of an SQLite file
   * @param queue how many requests may wait for a commit at once
   * @param queueBytes how many bytes of arrivals may wait for a commit at once
   * @param lease how long an instance that shares the store keeps its claims without a heartbeat
   */
  public record Store(String url, String user, String password, long minFree, int queue, long queueBytes, Duration lease) {

    /** Whether the store is PostgreSQL, which several instances may share. */
    public boolean isPostgres() {
      return StoreUrl.isPostgres(url);
    }

    /** The folder of the database's file, as the driver resolves it; empty with PostgreSQL, which has none. */
    public Optional<Path> folder() {
      return isPostgres() ? Optional.empty()
          : Optional.of(Optional.ofNullable(StoreUrl.file(url).getParent()).orElse(Path.of(".")));
    }

    @Override
    public String toString() {
      return "Store[" + url + "]";
    }
  }

  /**
   * The defaults of a {@code from: durable:NAME}, whose own parameters win.
   *
   * @param maxSends how many sends one run of a route may have, to all channels together
   * @param maxSendBytes how many bytes the bodies of these sends may have, without the one that the run began with
   */
  public record Delivery(
      int concurrency,
      int maxAttempts,
      Duration initialDelay,
      Duration maxDelay,
      double multiplier,
      double jitter,
      Duration timeout,
      boolean ordered,
      boolean holdBehindDeadLetter,
      Duration probeInterval,
      Window window,
      Rate rate,
      boolean adaptiveConcurrency,
      int maxSends,
      long maxSendBytes) {}

  /**
   * The rules by which a copy is a duplicate.
   *
   * @param horizon for how long a copy of the newest notification of its entity is a duplicate for that alone
   * @param senderTimeout after how long an answer may come too late for the sender
   * @param unanswered for how long a notification whose answer may have come too late counts as unanswered, in time that the gateway is up
   * @param actions rules by action, as their settings' names spell it; an action without one has {@link Rule#UNANSWERED}
   * @param id where the sender's own id stands, which replaces the rules
   * @param ownerKey the key of the digests of owners' addresses; when it is empty, this folder has a key of its own
   */
  public record Duplicates(
      Duration horizon, Duration senderTimeout, Duration unanswered, Map<String, Rule> actions, Optional<SentId> id,
      Optional<String> ownerKey) {

    public enum Rule { NEWEST, UNANSWERED, OFF }

    /** @param name the header's name, or the field's path in the envelope */
    public record SentId(boolean inHeader, String name) {}

    /** Leaves out the key. */
    @Override
    public String toString() {
      return "Duplicates" + actions;
    }
  }

  /**
   * @param timeout how long one statement may take
   * @param poolSize how many connections there are at most
   * @param connectTimeout how long a login may take, and the wait for a connection of the pool
   * @param health the query that tells whether the database works; empty: its driver knows
   */
  public record Database(String name, String url, String user, String password, Duration timeout, int poolSize, Duration connectTimeout,
      String health) {
    @Override
    public String toString() {
      return "Database[" + name + "]";
    }
  }

  /**
   * The mail server, and what mails may hold.
   *
   * @param tokens how the access tokens are fetched that are the login in place of the password
   * @param trust a PEM file with the certificate of a private authority that signed the mail server's
   * @param certificate a PEM file with the certificate that is shown to a server which asks for one
   * @param mailsPerConnection after how many mails a connection is replaced
   * @param attachments the folder of the files that a notification may name
   * @param maxAttachmentBytes how many bytes the files of one mail may have together, before they are encoded
   */
  public record Mail(String host, int port, Security security, String user, String password, Optional<ClientCredentials> tokens,
      String from, Optional<Path> trust, Optional<Path> certificate, Optional<Path> key, int mailsPerConnection, Optional<Path> attachments,
      int maxAttachmentBytes) {
    public enum Security { NONE, STARTTLS, TLS }

    /** The same settings with another server. */
    public Mail at(String otherHost, int otherPort) {
      return new Mail(otherHost, otherPort, security, user, password, tokens, from, trust, certificate, key, mailsPerConnection,
          attachments, maxAttachmentBytes);
    }
  }

  /**
   * Where the traces of notifications are sent, by OTLP over HTTP.
   *
   * @param endpoint of the collector, to which {@code /v1/traces} is added; empty when there are to be none
   * @param headers what each request to it has besides, which may be secret
   * @param sample which part of the traces is sent, from 0 to 1
   */
  public record Tracing(Optional<String> endpoint, Map<String, String> headers, double sample) {}

  /**
   * The stand-ins for the systems behind the routes.
   *
   * @param rest where the REST API listens when something leads to it
   * @param restUse whether a setting, a variable or a route leads to it
   * @param smtp where the mail server listens when mails lead to it
   * @param smtpUsed whether gateway.mail.* leads to it
   */
  public record StandIns(boolean enabled, Address rest, Use restUse, Address smtp, boolean smtpUsed) {
    /** The placeholder for the address of the REST API, which may listen on another port than the configured one. */
    public static final String REST = "gateway.stand-ins.rest";

    /** BY_NAME means by its placeholder only; BY_ADDRESS means that somebody wrote the address out. */
    public enum Use { NONE, BY_NAME, BY_ADDRESS }
  }
}
