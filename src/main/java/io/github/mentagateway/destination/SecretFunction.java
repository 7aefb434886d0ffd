package io.github.mentagateway.destination;

import io.github.mentagateway.settings.Secrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{secret:NAME}}} anywhere in a route, and {@code {secret:NAME}} in a kamelet's parameter that is read at every call. */
final class SecretFunction implements PropertiesFunction {
  private static final Pattern REFERENCE = Pattern.compile("\\{secret:([^}]*)}");

  private final Secrets secrets;

  SecretFunction(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public String apply(String name) {
    return secrets.get(name);
  }

  /** @throws IllegalArgumentException when a secret is not there; the message names it and where it was looked for */
  String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(secrets.get(match.group(1).trim())));
  }
}
