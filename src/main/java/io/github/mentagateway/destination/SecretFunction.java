package io.github.mentagateway.destination;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{secret:NAME}}} anywhere in a route, and {@code {secret:NAME}} in a kamelet's parameter that is read at every call.
 *
 * <p>Camel looks for placeholders in a placeholder's value, again and again while a text becomes an endpoint or a bean. A secret must not
 * be parsed so: while Camel's parser works, a token without braces stands for it, and an error of the parser shows that token.
 */
public final class SecretFunction extends DefaultPropertiesParser implements PropertiesFunction {
  private static final String NAME = "secrets";
  private static final String TOKEN = "\u27E8secret:";
  /** Stands behind a token whose secret is escaped for a parameter of a kamelet. */
  private static final String ESCAPED = "\u27EA";
  private static final Pattern REFERENCE = Pattern.compile("\\{secret:([^}]*)}");
  /** Secrets that Camel would misread: they hold a brace or a backslash, and not braces alone. */
  private static final Pattern MISREAD = Pattern.compile("(?s)(?=.*[^{}]).*[{}\\\\].*");

  private final UnaryOperator<String> secrets;
  private final Consumer<String> remember;
  private final Map<String, String> handedOut = new ConcurrentHashMap<>();

  /**
   * @param secrets gives a secret by its name, or throws
   * @param remember is told other forms of a secret, which must not be shown either
   */
  public SecretFunction(UnaryOperator<String> secrets, Consumer<String> remember) {
    this.secrets = secrets;
    this.remember = remember;
  }

  public void addTo(PropertiesComponent properties) {
    setPropertiesComponent(properties);
    properties.setPropertiesParser(this);
    properties.addPropertiesFunction(this);
  }

  public static SecretFunction of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, SecretFunction.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public String apply(String name) {
    String token = TOKEN + name + "\u27E9";
    handedOut.put(token, secrets.apply(name));
    // a failure may show the secret in this form
    remember.accept(KameletParameters.escaped(secrets.apply(name)));
    return token;
  }

  @Override
  public String parseUri(String text, PropertiesLookup properties, boolean fallback, boolean keepUnresolved, boolean nested) {
    UnaryOperator<String> parser = part -> super.parseUri(hidden(part), properties, fallback, keepUnresolved, nested);
    String ofKamelet = KameletParameters.fill(text, part -> Objects.requireNonNullElse(parser.apply(part), ""));
    String parsed = ofKamelet == null ? parser.apply(text) : ofKamelet;
    return parsed == null || handedOut.keySet().stream().noneMatch(parsed::contains) ? parsed : shown(parsed, ofKamelet != null);
  }

  /** A kamelet's parameter arrives here as a property of the kamelet. */
  @Override
  public String parseProperty(String key, String value, PropertiesLookup properties) {
    return value == null ? null : hidden(KameletParameters.unescaped(value));
  }

  /** Hides only the secrets that Camel would misread, because others may be ordinary words of the text. */
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

  /** Camel later removes the backslash of an escaped placeholder, and any in the last two characters: so these are doubled. */
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

  /** @throws IllegalArgumentException when a secret is not there; the message names it and the places that were searched */
  public String fill(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(secrets.apply(match.group(1).trim())));
  }
}
