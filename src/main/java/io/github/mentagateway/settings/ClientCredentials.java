package io.github.mentagateway.settings;

/**
 * OAuth 2, the client credentials grant (RFC 6749, 4.4). The secret is as it was written, because it is read at each request for a token.
 *
 * @param setting what the names of its settings begin with, such as {@code gateway.rest.crm}
 * @param audience whom the token is for, where the server is told by that name; empty for none
 * @param resource the same by the name of RFC 8707; empty for none
 * @param inBody whether the id and the secret stand in the body of the request for a token; else they are sent as Basic
 */
public record ClientCredentials(String setting, String tokenUrl, String clientId, String clientSecret, String scope, String audience,
    String resource, boolean inBody) implements RestSettings.Credentials {
  @Override
  public String toString() {
    return "ClientCredentials[" + tokenUrl + "]";
  }
}
