package io.github.mentagateway.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How calls of APIs connect ({@code gateway.rest.*}). Secrets are as they were written, because they are read at each call.
 *
 * @param byDefault for the calls that name no API
 * @param apis by their names; what an API's own settings leave out is the default's
 */
public record RestSettings(Api byDefault, Map<String, Api> apis) {

  /**
   * @param setting what the names of its settings begin with, such as {@code gateway.rest.crm}
   * @param trust a PEM file with the certificates of authorities that are trusted beside Java's own list
   */
  public record Api(
      String setting, Optional<Path> trust, Optional<Path> certificate, Optional<Path> key, Optional<Proxy> proxy,
      Optional<Credentials> credentials) {}

  /**
   * @param user empty when the proxy asks for no login
   * @param except the hosts that are called without it; a {@code *} stands for any characters
   */
  public record Proxy(String host, int port, String user, String password, List<String> except) {
    @Override
    public String toString() {
      return "http://" + host + ":" + port;
    }
  }

  /** What a call is authenticated with. No text of it holds a secret. */
  public sealed interface Credentials permits Basic, ApiKey, ClientCredentials {}

  public record Basic(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Basic[" + user + "]";
    }
  }

  /** @param name of the header, or of the parameter in the query */
  public record ApiKey(String key, boolean inQuery, String name) implements Credentials {
    @Override
    public String toString() {
      return "ApiKey[" + name + "]";
    }
  }
}
