package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.Management.NamedToken;
import io.github.mentagateway.settings.Settings.Management.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code gateway.management.*}. */
final class ManagementReader {
  private static final String TOKENS = "gateway.management.tokens.";
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
  /** The name of a setting for one person; {@link PropertySource} knows it. Which part of it is a right name is told here. */
  static final Pattern TOKEN = Pattern.compile("gateway\\.management\\.tokens\\..+\\.(token|role)");

  private final PropertySource source;
  private final Secrets secrets;
  private final SettingValues values;

  ManagementReader(PropertySource source, Secrets secrets, SettingValues values) {
    this.source = source;
    this.secrets = secrets;
    this.values = values;
  }

  Settings.Management read() {
    values.pair("gateway.management.tls", "certificate", "private-key");
    Optional<Path> certificate = values.file("gateway.management.tls.certificate");
    Optional<Path> privateKey = values.file("gateway.management.tls.private-key");
    return new Settings.Management(
        values.parse("gateway.management.listen", Address::parse),
        values.parse("gateway.management.open", text -> Set.copyOf(
            Parse.list(text).stream().map(part -> Parse.oneOf(part, "health", "metrics")).toList())),
        values.optional("gateway.management.token").map(secrets::remember),
        tokens(),
        values.parse("gateway.management.hosts", ManagementReader::hosts),
        values.parse("gateway.management.tls", text -> Parse.oneOf(text, "auto", "none").equals("none")),
        certificate.isPresent() && privateKey.isPresent() ? certificate : Optional.empty(),
        privateKey);
  }

  private static Set<String> hosts(String text) {
    Set<String> hosts = Set.copyOf(Parse.list(text.toLowerCase(Locale.ROOT)));
    if (!hosts.stream().allMatch(HOST.asMatchPredicate())) {
      throw new IllegalArgumentException("must be names of this machine with commas between them and without a port, such as ops.example.com");
    }
    return hosts;
  }

  private Map<String, NamedToken> tokens() {
    Map<String, NamedToken> tokens = new TreeMap<>();
    Map<String, String> owners = new HashMap<>();
    for (String name : source.namesBetween(TOKENS, ".token", ".role")) {
      if (!NAME.matcher(name).matches() || name.equals(Settings.Management.GATEWAY)) {
        values.problem(TOKENS + name + ".…: a person's name here begins with a small letter and holds only small letters, digits, '-' and '_',"
            + " at most 40 of them, and is not " + Settings.Management.GATEWAY + ", which is the gateway's own: give it another name");
      }
      checkToken(name, owners);
      values.demand(TOKENS + name, "role", TOKENS + name + ".token", "one of read, act, reveal");
      Role role = values.isSet(TOKENS + name + ".role") ? values.parse(TOKENS + name + ".role", ManagementReader::role) : null;
      tokens.put(name, new NamedToken(role, source.value(TOKENS + name + ".token").strip()));
    }
    return tokens;
  }

  /** No sentence repeats a token: one that breaks its rule is not taken out of a log either. */
  private void checkToken(String name, Map<String, String> owners) {
    String setting = TOKENS + name + ".token";
    if (!values.isSet(setting)) {
      values.problem(setting + " is missing: with " + TOKENS + name + ".role it must be set, such as {{secret:" + name + "-token}}");
      return;
    }
    int before = values.problems().size();
    String token = values.secret(setting);
    if (values.problems().size() > before) {
      return;
    }
    NamedToken.problem(token).ifPresent(problem -> values.problem(setting + " " + problem));
    String other = owners.putIfAbsent(token, setting);
    if (other != null) {
      values.problem(setting + " is the same as " + other + ": a token says who somebody is, so give each person one of their own");
    }
  }

  private static Role role(String text) {
    return Role.valueOf(Parse.oneOf(text, "read", "act", "reveal").toUpperCase(Locale.ROOT));
  }
}
