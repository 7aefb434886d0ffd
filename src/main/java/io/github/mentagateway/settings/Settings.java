package io.github.mentagateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting of the gateway, checked. Made by {@link #load}; the records below are its groups, named as their properties are
 * ({@code gateway.intake.max-body-bytes} is {@code intake().maxBodyBytes()}).
 *
 * @param values every property as it was written, the ones of Camel and of the routes included: whoever needs more than the groups, such
 *     as Camel, reads these, so that the file has one reader
 */
public record Settings(
    Path home,
    Intake intake,
    Tls tls,
    Management management,
    Store store,
    Delivery delivery,
    Duration keepDelivered,
    Duplicates duplicates,
    Map<String, List<String>> entities,
    Map<String, Database> databases,
    Mail mail,
    StandIns standIns,
    Path routes,
    Duration shutdownTimeout,
    Secrets secrets,
    Map<String, String> values) {

  /**
   * Reads {@code config/application.properties} in {@code home} when it is there, over the defaults, under the environment
   * ({@code gateway.intake.path} is {@code GATEWAY_INTAKE_PATH}).
   *
   * @throws SettingsException with all problems at once: unknown names, values that break their rule, secrets that are missing
   */
  public static Settings load(Path home, Map<String, String> environment) throws SettingsException {
    return SettingsReader.read(home, environment);
  }

  /** Nothing of what was set: passwords are among it. */
  @Override
  public String toString() {
    return "Settings[" + home + "]";
  }

  /** The folder of everything that the gateway writes. */
  public Path data() {
    return home.resolve("data");
  }

  /** {@code path}, {@code headerValues} and {@code basicPasswords} are empty when nothing is set: then they are generated once. */
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
      Limits limits) {

    /** Every listed scheme must hold; an empty set is {@code gateway.intake.auth=none}. */
    public enum Scheme { HEADER, BASIC }

    /**
     * What connections and requests may take up.
     *
     * @param bodyRate bytes per second that earn a body more time than {@code bodyTimeout}
     * @param maxStreams of one HTTP/2 connection at once
     * @param maxResets of one HTTP/2 connection in 30 s
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

  /** PEM files, both or none; none means a self-signed certificate. */
  /** @param engine what encrypts */
  public record Tls(Optional<Path> certificate, Optional<Path> privateKey, Engine engine) {
    /** AUTO: OpenSSL where its library loads, else Java's own. */
    public enum Engine { AUTO, JDK }
  }

  /** {@code open}: what is served beyond loopback without the token, of {@code health} and {@code metrics}. */
  public record Management(Address listen, Set<String> open, Optional<String> token) {}

  /**
   * {@code minFree} in bytes, of the disk of an SQLite file; {@code queue} is how many requests may wait for a commit at once.
   *
   * @param queueBytes of arrivals that may wait for a commit at once
   * @param lease how long an instance that shares the store with others keeps what it claimed, without a sign of life
   */
  public record Store(String url, String user, String password, long minFree, int queue, long queueBytes, Duration lease) {

    /** Whether several instances may share it. */
    public boolean isPostgres() {
      return StoreUrl.isPostgres(url);
    }

    /** Where the database's file is or will be, as the driver resolves it; empty when there is none, with PostgreSQL. */
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
   * What a {@code from: durable:NAME} has unless its own parameters say otherwise.
   *
   * @param maxSends of one run of a route, to all channels together
   * @param maxSendBytes that the bodies of these may have, beside the one that the run began with
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
      int maxSends,
      long maxSendBytes) {}

  /**
   * What makes a copy a duplicate.
   *
   * @param horizon how long a copy of the newest of its entity is one for that alone
   * @param senderTimeout an answer that took longer may have come too late for the sender
   * @param unanswered for how long a notification whose answer may have come too late is remembered as such, of the time that the
   *     gateway is up
   * @param actions rules by action, as their settings' names spell it; an action without one has {@link Rule#UNANSWERED}
   * @param id where the sender's own id is, which replaces the rules
   * @param ownerKey what the digests of owners' addresses are keyed with; empty: a key of this folder's own
   */
  public record Duplicates(
      Duration horizon, Duration senderTimeout, Duration unanswered, Map<String, Rule> actions, Optional<SentId> id,
      Optional<String> ownerKey) {

    public enum Rule { NEWEST, UNANSWERED, OFF }

    /** {@code name}: of the header, or the field's path in the envelope. */
    public record SentId(boolean inHeader, String name) {}

    /** Not the key. */
    @Override
    public String toString() {
      return "Duplicates" + actions;
    }
  }

  /** @param timeout of one statement */
  public record Database(String name, String url, String user, String password, Duration timeout) {
    @Override
    public String toString() {
      return "Database[" + name + "]";
    }
  }

  /** {@code trust}: a PEM file with the certificate of a private authority that signed the mail server's. */
  public record Mail(
      String host, int port, Security security, String user, String password, String from, Optional<Path> trust) {
    public enum Security { NONE, STARTTLS, TLS }

    /** The same on another server. */
    public Mail at(String otherHost, int otherPort) {
      return new Mail(otherHost, otherPort, security, user, password, from, trust);
    }
  }

  /**
   * What stands in for the systems behind the routes.
   *
   * @param rest where the REST API listens when something leads to it
   * @param restUse whether a setting, a variable or a route leads to it
   * @param smtp where the mail server listens when mails lead to it
   * @param smtpUsed whether gateway.mail.* leads to it
   */
  public record StandIns(boolean enabled, Address rest, Use restUse, Address smtp, boolean smtpUsed) {
    /** The placeholder for the address of the REST API, which may listen elsewhere than it was told to. */
    public static final String REST = "gateway.stand-ins.rest";

    /** BY_NAME: by its placeholder only. BY_ADDRESS: somebody wrote the address out. */
    public enum Use { NONE, BY_NAME, BY_ADDRESS }
  }
}
