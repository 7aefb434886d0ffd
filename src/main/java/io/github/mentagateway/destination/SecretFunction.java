package io.github.mentagateway.destination;

import io.github.mentagateway.settings.Secrets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{secret:NAME}}} anywhere in a route, and {@code {secret:NAME}} in a kamelet's parameter that is read at every call.
 *
 * <p>Camel looks for placeholders in what a placeholder stands for, again and again while a text becomes an endpoint or a bean. A secret is
 * no such text: while Camel's parser works, a token without braces stands for it, which is also what an error of the parser shows.
 */
final class SecretFunction extends DefaultPropertiesParser implements PropertiesFunction {
  private static final Pattern REFERENCE = Pattern.compile("\\{secret:([^}]*)}");
  /** Something beside braces, which every placeholder is made of, and at least one of them or a backslash. */
  private static final Pattern MISREAD = Pattern.compile("(?s)(?=.*[^{}]).*[{}\\\\].*");

  private final Secrets secrets;
  private final Map<String, String> handedOut = new ConcurrentHashMap<>();

  SecretFunction(Secrets secrets) {
    this.secrets = secrets;
  }

  void addTo(PropertiesComponent properties) {
    setPropertiesComponent(properties);
    properties.setPropertiesParser(this);
    properties.addPropertiesFunction(this);
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public String apply(String name) {
    String token = "\u27E8secret:" + name + "\u27E9";
    handedOut.put(token, secrets.get(name));
    return token;
  }

  @Override
  public String parseUri(String text, PropertiesLookup properties, boolean fallback, boolean keepUnresolved, boolean nested) {
    String parsed = super.parseUri(hidden(text), properties, fallback, keepUnresolved, nested);
    return parsed == null || handedOut.keySet().stream().noneMatch(parsed::contains) ? parsed : shown(parsed);
  }

  /** A kamelet's parameter is a property of the kamelet. */
  @Override
  public String parseProperty(String key, String value, PropertiesLookup properties) {
    return value == null ? null : hidden(value);
  }

  /** Only the secrets that Camel would misread: others might be words that the text is made of. */
  private String hidden(String text) {
    String hidden = text;
    for (Map.Entry<String, String> secret : longestFirst()) {
      if (MISREAD.matcher(secret.getValue()).matches()) {
        hidden = hidden.replace(secret.getValue(), secret.getKey());
      }
    }
    return hidden;
  }

  private List<Map.Entry<String, String>> longestFirst() {
    return handedOut.entrySet().stream().sorted(Comparator.comparingInt(secret -> -secret.getValue().length())).toList();
  }

  /** Camel takes the backslash of an escaped placeholder out afterwards, and any among the last two characters: so those are doubled. */
  private String shown(String parsed) {
    String shown = parsed.replace("\\{{", "{{").replace("\\}}", "}}");
    for (Map.Entry<String, String> secret : handedOut.entrySet()) {
      shown = shown.replace(secret.getKey(), secret.getValue());
    }
    return shown.replace("\\{{", "\\\\{{").replace("\\}}", "\\\\}}").replaceFirst("(?s)\\\\(.?)\\z", "\\\\\\\\$1");
  }

  /** @throws IllegalArgumentException when a secret is not there; the message names it and where it was looked for */
  String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(secrets.get(match.group(1).trim())));
  }
}
