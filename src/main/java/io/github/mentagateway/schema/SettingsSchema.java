package io.github.mentagateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the comments of the shipped settings: above each setting stand its meaning, its unit, and the name of its environment variable. */
final class SettingsSchema {
  private static final Pattern SETTING = Pattern.compile("#?(gateway\\.[a-z0-9.-]+)=(.*)");
  private static final Pattern SECTION = Pattern.compile("# --- (.+?) ---");
  private static final Pattern VARIABLE = Pattern.compile("(.*?)\\s*\\b(GATEWAY_[A-Z0-9_]+)");
  private static final String DATABASE = "gateway.database.platform.";
  /** Of persons, whose names are a team's own. */
  private static final String TOKENS = "gateway.management.tokens.";

  private static final Map<String, String> REST = new TreeMap<>(Map.ofEntries(
      Map.entry("trust", "A PEM file with certificates of authorities that are trusted for this API beside Java's own list."),
      Map.entry("client-certificate", "A PEM file with the certificate that is shown to this API."),
      Map.entry("client-key", "A PEM file with the private key of the certificate, without a password."),
      Map.entry("proxy", "The proxy to this API, such as http://proxy.internal:3128; none: without one."),
      Map.entry("proxy-user", "The login at the proxy."),
      Map.entry("proxy-password", "The password at the proxy, such as {{secret:proxy.password}}."),
      Map.entry("proxy-except", "The hosts that are called without the proxy, comma-separated, such as *.internal."),
      Map.entry("user", "Basic authentication: the user."),
      Map.entry("password", "Basic authentication: the password, such as {{secret:crm.password}}; it is read at each call."),
      Map.entry("key", "API key: the key, such as {{secret:crm.key}}; it is read at each call."),
      Map.entry("key-header", "API key: the header that carries it, such as X-Api-Key."),
      Map.entry("key-query", "API key: the parameter of the query that carries it, such as apikey."),
      Map.entry("token-url", "OAuth 2 client credentials: where tokens are fetched, such as https://login.internal/oauth2/token."),
      Map.entry("client-id", "OAuth 2 client credentials: the gateway's id."),
      Map.entry("client-secret", "OAuth 2 client credentials: its secret, such as {{secret:crm.client-secret}}."),
      Map.entry("scope", "OAuth 2 client credentials: the scope that is asked for."),
      Map.entry("audience", "OAuth 2 client credentials: whom the token is for, at a server that wants 'audience'."),
      Map.entry("resource", "OAuth 2 client credentials: whom the token is for, at a server that wants 'resource' (RFC 8707)."),
      Map.entry("token-auth", "OAuth 2 client credentials: how the id and the secret are sent: basic (the default) or body.")));

  private SettingsSchema() {}

  static JsonNode of(String shipped) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("$schema", "http://json-schema.org/draft-07/schema#")
        .put("title", "Settings of Menta Gateway")
        .put("description", "config/application.properties, as a map of names to texts. An environment variable wins over each.")
        .put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ObjectNode patterns = schema.putObject("patternProperties");
    String section = "";
    StringJoiner comment = new StringJoiner(" ");
    for (String line : shipped.lines().toList()) {
      Matcher setting = SETTING.matcher(line);
      Matcher heading = SECTION.matcher(line);
      if (setting.matches()) {
        String name = setting.group(1);
        ObjectNode described = describe(name, comment.toString(), section, setting.group(2));
        if (name.startsWith(DATABASE)) {
          patterns.set("^gateway\\.database\\.[A-Za-z0-9_-]+\\." + name.substring(DATABASE.length()) + "$", described);
        } else if (!name.startsWith(TOKENS)) {
          properties.set(name, described);
        }
        comment = new StringJoiner(" ");
      } else if (heading.matches()) {
        section = heading.group(1);
        comment = new StringJoiner(" ");
      } else if (line.startsWith("# ")) {
        comment.add(line.substring(2).strip());
      } else {
        comment = new StringJoiner(" ");
      }
    }
    text(patterns, "^gateway\\.database\\.[A-Za-z0-9_-]+\\.timeout$",
        "How long one statement may take, at least 1s, by default 30s; keep it below gateway.delivery.timeout.");
    text(patterns, "^gateway\\.database\\.[A-Za-z0-9_-]+\\.pool-size$", "How many connections the database gets at most, by default 16.");
    text(patterns, "^gateway\\.database\\.[A-Za-z0-9_-]+\\.connect-timeout$",
        "How long a login may take, and the wait for a connection that is free, at least 1s, by default 5s.");
    text(patterns, "^gateway\\.database\\.[A-Za-z0-9_-]+\\.health$",
        "A query that fails when the database is of no use, such as SELECT 1 FROM dual. Empty: its driver knows.");
    REST.forEach((name, meaning) -> text(patterns, "^gateway\\.rest\\.[A-Za-z][A-Za-z0-9_-]*\\." + name + "$", meaning));
    text(patterns, "^gateway\\.management\\.tokens\\.[a-z][a-z0-9_-]*\\.token$",
        "A person's token for the management port, of at least 32 characters, such as {{secret:anna-token}}; it is read at each call.");
    text(patterns, "^gateway\\.management\\.tokens\\.[a-z][a-z0-9_-]*\\.role$",
        "What that token allows: read; act, which changes something too; reveal, which shows bodies unmasked too.");
    text(patterns, "^gateway\\.entity\\.[A-Za-z0-9_-]+$",
        "The fields that identify what a notification of this family is about, which keeps its order.");
    text(patterns, "^gateway\\.duplicates\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+$", "Duplicates of this action: newest, unanswered or off.");
    text(patterns, "^(?!gateway\\.)", "A value of your own, for {{name}} in routes; or a setting of Camel.");
    return schema;
  }

  private static ObjectNode describe(String name, String comment, String section, String value) {
    Matcher variable = VARIABLE.matcher(comment);
    String meaning = variable.matches() ? variable.group(1) : comment;
    ObjectNode described = JsonNodeFactory.instance.objectNode().put("type", "string");
    described.put("description", (meaning.isEmpty() ? section : meaning) + (variable.matches() ? " (" + variable.group(2) + ")" : ""));
    return name.startsWith(DATABASE) ? described : described.put("default", value);
  }

  private static void text(ObjectNode patterns, String pattern, String meaning) {
    patterns.putObject(pattern).put("type", "string").put("description", meaning);
  }
}
