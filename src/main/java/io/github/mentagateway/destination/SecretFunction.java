package io.github.mentagateway.destination;

import io.github.mentagateway.settings.Secrets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
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
  private static final String TOKEN = "\u27E8secret:";
  /** Behind a token: the secret stands there in the form that it has in the parameter of a kamelet. */
  private static final String ESCAPED = "\u27EA";
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
    String token = TOKEN + name + "\u27E9";
    handedOut.put(token, secrets.get(name));
    // a failure may show it in this form
    secrets.remember(KameletParameters.escaped(secrets.get(name)));
    return token;
  }

  @Override
  public String parseUri(String text, PropertiesLookup properties, boolean fallback, boolean keepUnresolved, boolean nested) {
    UnaryOperator<String> parser = part -> super.parseUri(hidden(part), properties, fallback, keepUnresolved, nested);
    String ofKamelet = KameletParameters.fill(text, part -> Objects.requireNonNullElse(parser.apply(part), ""));
    String parsed = ofKamelet == null ? parser.apply(text) : ofKamelet;
    return parsed == null || handedOut.keySet().stream().noneMatch(parsed::contains) ? parsed : shown(parsed, ofKamelet != null);
  }

  /** A kamelet's parameter is a property of the kamelet. */
  @Override
  public String parseProperty(String key, String value, PropertiesLookup properties) {
    return value == null ? null : hidden(KameletParameters.unescaped(value));
  }

  /** Only the secrets that Camel would misread: others might be words that the text is made of. */
  private String hidden(String text) {
    String hidden = text;
    for (Map.Entry<String, String> secret : longestFirst()) {
      if (MISREAD.matcher(secret.getValue()).matches()) {
        hidden = hidden.replace(secret.getValue(), secret.getKey())
            .replace(KameletParameters.escaped(secret.getValue()), secret.getKey() + ESCAPED);
      }
    }
    return hidden;
  }

  private List<Map.Entry<String, String>> longestFirst() {
    return handedOut.entrySet().stream().sorted(Comparator.comparingInt(secret -> -secret.getValue().length())).toList();
  }

  /** Camel takes the backslash of an escaped placeholder out afterwards, and any among the last two characters: so those are doubled. */
  private String shown(String parsed, boolean ofKamelet) {
    String shown = parsed.replace("\\{{", "{{").replace("\\}}", "}}");
    for (Map.Entry<String, String> secret : handedOut.entrySet()) {
      String value = secret.getValue();
      if (!ofKamelet && value.contains(")&") && shown.contains("RAW(" + secret.getKey())) {
        String name = secret.getKey().substring(TOKEN.length(), secret.getKey().length() - 1);
        throw new IllegalArgumentException("the secret '" + name + "' holds ')&', where Camel would end RAW(…) without a word:"
            + " set another one, or let rest-call send it as {secret:" + name + "}");
      }
      String escaped = KameletParameters.escaped(value);
      shown = shown.replace(secret.getKey() + ESCAPED, escaped).replace(secret.getKey(), ofKamelet ? escaped : value);
    }
    return shown.replace("\\{{", "\\\\{{").replace("\\}}", "\\\\}}").replaceFirst("(?s)\\\\(.?)\\z", "\\\\\\\\$1");
  }

  /** @throws IllegalArgumentException when a secret is not there; the message names it and where it was looked for */
  String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(secrets.get(match.group(1).trim())));
  }
}
