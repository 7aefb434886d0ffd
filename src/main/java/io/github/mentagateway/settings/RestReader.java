package io.github.mentagateway.settings;

import io.github.mentagateway.settings.RestSettings.Api;
import io.github.mentagateway.settings.RestSettings.ApiKey;
import io.github.mentagateway.settings.RestSettings.Basic;
import io.github.mentagateway.settings.RestSettings.Credentials;
import io.github.mentagateway.settings.RestSettings.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code gateway.rest.*}. */
final class RestReader {
  private static final String DEFAULT = "gateway.rest";
  private static final String NO_PROXY = "none";
  private static final Pattern PROXY = Pattern.compile("http://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})/?");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern HOSTS = Pattern.compile("[A-Za-z0-9.*:_-]+");
  /** Behind {@code gateway.rest.NAME}. A longer end stands before a shorter one that it ends with, as it does in a variable. */
  private static final List<String> ENDS = List.of(".client-certificate", ".client-key", ".client-id", ".client-secret",
      ".proxy-user", ".proxy-password", ".proxy-except", ".token-url", ".token-auth", ".key-header", ".key-query", ".trust", ".proxy",
      ".user", ".password", ".key", ".scope", ".audience", ".resource");
  /** The name of a setting for one API; {@link PropertySource} knows it. */
  static final Pattern NAME = Pattern.compile("gateway\\.rest\\.[A-Za-z][A-Za-z0-9_-]*("
      + String.join("|", ENDS).replace(".", "\\.") + ")");
  /** In a variable their settings would look like the defaults' own. */
  private static final Set<String> TAKEN = Set.of("client", "proxy", "token", "key");

  private final PropertySource source;
  private final SettingValues values;

  RestReader(PropertySource source, SettingValues values) {
    this.source = source;
    this.values = values;
  }

  RestSettings read() {
    Api byDefault = new Api(DEFAULT, values.file(DEFAULT + ".trust"), values.file(DEFAULT + ".client-certificate"),
        values.file(DEFAULT + ".client-key"), proxy(DEFAULT, Optional.empty()), Optional.empty());
    values.pair(DEFAULT, "client-certificate", "client-key");
    Map<String, Api> apis = new TreeMap<>();
    for (String name : source.namesBetween(DEFAULT + ".", ENDS.toArray(String[]::new))) {
      String group = DEFAULT + "." + name;
      if (TAKEN.contains(name)) {
        values.problem(group + ".…: an API cannot be called " + name + ", since a variable such as GATEWAY_REST_"
            + PropertySource.environmentName(name) + "_USER would mean two settings: give it another name");
      }
      apis.put(name, api(group, byDefault));
    }
    return new RestSettings(byDefault, apis);
  }

  private Api api(String group, Api byDefault) {
    boolean ownCertificate = values.isSet(group + ".client-certificate") || values.isSet(group + ".client-key");
    values.pair(group, "client-certificate", "client-key");
    Optional<Path> certificate = values.file(group + ".client-certificate");
    Optional<Path> key = values.file(group + ".client-key");
    return new Api(group, values.file(group + ".trust").or(byDefault::trust), ownCertificate ? certificate : byDefault.certificate(),
        ownCertificate ? key : byDefault.key(), proxy(group, byDefault.proxy()), credentials(group));
  }

  /** A proxy of its own gets no login of another one. */
  private Optional<Proxy> proxy(String group, Optional<Proxy> byDefault) {
    String name = group + ".proxy";
    values.pair(group, "proxy-user", "proxy-password");
    String user = values.value(name + "-user");
    String password = values.secretAsWritten(name + "-password");
    List<String> except = values.optional(name + "-except").map(text -> values.parse(name + "-except", RestReader::hosts))
        .orElse(List.of());
    Optional<Matcher> url = values.optional(name).filter(text -> !text.equals(NO_PROXY))
        .map(text -> values.parse(name, RestReader::proxyUrl));
    if (!values.isSet(name) && byDefault.isEmpty() && !user.isEmpty()) {
      values.problem(name + "-user is set, and " + name + " is not: set it to the proxy, such as http://proxy.internal:3128");
    }
    if (values.isSet(name)) {
      return url.map(found -> new Proxy(found.group(1), Integer.parseInt(found.group(2)), user, password, except));
    }
    return byDefault.map(other -> new Proxy(other.host(), other.port(), user.isEmpty() ? other.user() : user,
        user.isEmpty() ? other.password() : password, values.isSet(name + "-except") ? except : other.except()));
  }

  private Optional<Credentials> credentials(String group) {
    List<String> kinds = new ArrayList<>();
    Optional<Credentials> basic = kind(kinds, "user and password", group, "user", "password").map(any -> basic(group));
    Optional<Credentials> key = kind(kinds, "key", group, "key", "key-header", "key-query").map(any -> key(group));
    Optional<Credentials> token = kind(kinds, "token-url", group, "token-url", "client-id", "client-secret", "scope", "audience",
        "resource", "token-auth").map(any -> new ClientCredentialsReader(values).read(group));
    if (kinds.size() > 1) {
      values.problem(group + " has credentials of " + kinds.size() + " kinds (" + String.join("; ", kinds)
          + "): a call is authenticated in one way, so leave one of them");
    }
    return Stream.of(basic, key, token).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> kind(List<String> kinds, String kind, String group, String... names) {
    Optional<String> found = Stream.of(names).filter(name -> values.isSet(group + "." + name)).findFirst();
    found.ifPresent(any -> kinds.add(kind));
    return found;
  }

  private Credentials basic(String group) {
    values.pair(group, "user", "password");
    String user = values.value(group + ".user");
    if (user.contains(":")) {
      values.problem(group + ".user is '" + values.asWritten(group + ".user") + "': it must have no ':', where the password would begin");
    }
    return new Basic(user, values.secretAsWritten(group + ".password"));
  }

  private Credentials key(String group) {
    values.demand(group, "key", "key-header or key-query", "the key itself, such as {{secret:NAME}}");
    boolean inHeader = values.isSet(group + ".key-header");
    if (inHeader == values.isSet(group + ".key-query")) {
      values.problem(group + ".key needs one of " + group + ".key-header (such as X-Api-Key) and " + group
          + ".key-query (such as apikey), which says where the key stands" + (inHeader ? ": leave one" : ": set one"));
    }
    String name = group + (inHeader ? ".key-header" : ".key-query");
    return new ApiKey(values.secretAsWritten(group + ".key"), !inHeader,
        values.isSet(name) ? values.parse(name, RestReader::headerName) : "");
  }

  private static Matcher proxyUrl(String text) {
    Matcher url = PROXY.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("must be http://HOST:PORT, such as http://proxy.internal:3128, or " + NO_PROXY
          + "; the login stands in .proxy-user and .proxy-password");
    }
    Parse.port(url.group(2));
    return url;
  }

  private static List<String> hosts(String text) {
    List<String> hosts = Parse.list(text);
    if (!hosts.stream().allMatch(HOSTS.asMatchPredicate())) {
      throw new IllegalArgumentException("must be hosts with commas between them, such as localhost, *.internal");
    }
    return hosts;
  }

  private static String headerName(String text) {
    if (!HEADER.matcher(text).matches()) {
      throw new IllegalArgumentException("must be one name without blanks, such as X-Api-Key");
    }
    return text;
  }
}
