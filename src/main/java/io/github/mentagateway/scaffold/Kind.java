package io.github.mentagateway.scaffold;

import java.util.Locale;

/** What a new destination reaches. */
public enum Kind {
  DATABASE("kamelet", ""),
  REST("kamelet", ""),
  BATCH("kamelet", ""),
  SOAP("kamelet", ""),
  MAIL("kamelet", ""),
  LOG("log", ""),
  FILE("kamelet", ""),
  SFTP("kamelet", ""),
  KAFKA("kafka", "camel-kafka"),
  QUEUE("jms", "camel-jms (and the client of your broker)");

  private final String component;
  private final String library;

  Kind(String component, String library) {
    this.component = component;
    this.library = library;
  }

  /** @throws RefusedException when its component is neither in the jar nor in {@code lib/}: the gateway would not start with its route */
  void demandComponent() {
    if (Kind.class.getClassLoader().getResource("META-INF/services/org/apache/camel/component/" + component) == null) {
      throw new RefusedException("the kind '" + this + "' needs Camel's component '" + component + "', which is not in the gateway:"
          + " ./menta-gateway lib add " + library + ", and ask again");
    }
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
