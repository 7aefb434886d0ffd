package io.github.mentagateway.settings;

import java.net.URI;
import java.util.regex.Pattern;

/** Reads how access tokens are fetched, for whatever they are shown to: {@code GROUP.token-url} and what belongs to it. */
final class ClientCredentialsReader {
  private static final Pattern TOKEN_URL = Pattern.compile("https?://[^/?#{}\\s@]+(/[^#\\s]*)?");

  private final SettingValues values;

  ClientCredentialsReader(SettingValues values) {
    this.values = values;
  }

  ClientCredentials read(String group) {
    values.demand(group, "token-url", "client-id", "where tokens are fetched, such as https://login.internal/oauth2/token");
    values.demand(group, "client-id", "token-url", "the name that the gateway has there");
    values.demand(group, "client-secret", "token-url", "such as {{secret:NAME}}");
    String url = group + ".token-url";
    String auth = group + ".token-auth";
    return new ClientCredentials(group, values.isSet(url) ? values.parse(url, ClientCredentialsReader::tokenUrl) : "",
        values.value(group + ".client-id"), values.secretAsWritten(group + ".client-secret"), values.value(group + ".scope"),
        values.value(group + ".audience"), values.value(group + ".resource"),
        values.isSet(auth) && "body".equals(values.parse(auth, text -> Parse.oneOf(text, "basic", "body"))));
  }

  private static String tokenUrl(String text) {
    if (!TOKEN_URL.matcher(text).matches()) {
      throw new IllegalArgumentException("must be https://HOST/PATH, without a login and without '#'");
    }
    URI.create(text);
    return text;
  }
}
