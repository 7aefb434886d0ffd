package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.oauth.TokenServer;
import io.github.mentagateway.settings.RestSettings;
import io.github.mentagateway.settings.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;

/** The APIs of {@code gateway.rest.NAME}, which the parameter {@code api} of {@code rest-call} names. Each is shared by all routes. */
public final class RestApis implements AutoCloseable {
  private static final String NAME = "restApis";

  private final boolean stubbed;
  private final RestApi byDefault;
  private final Map<String, RestApi> apis = new TreeMap<>();

  private RestApis(RestSettings settings, Secrets secrets, RestTimer timer) {
    stubbed = secrets == null;
    byDefault = new RestApi(settings.byDefault(), false, secrets, timer);
    settings.apis().forEach((name, api) -> apis.put(name, new RestApi(api, true, secrets, timer)));
  }

  /** @throws IllegalArgumentException with the settings' names when files cannot be used, all at once */
  public static RestApis open(RestSettings settings, Secrets secrets, RestTimer timer) {
    RestApis opened = new RestApis(settings, secrets, timer);
    List<String> problems = new ArrayList<>();
    opened.byDefault.check(problems);
    opened.apis.forEach((name, api) -> {
      // what it has from the default is told once
      if (!files(settings.apis().get(name)).equals(files(settings.byDefault()))) {
        api.check(problems);
      }
    });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return opened;
  }

  private static List<Object> files(RestSettings.Api api) {
    return List.of(api.trust(), api.certificate(), api.key());
  }

  /** For routes that are only tried out: no file and no secret is read, and the name of a setting stands for its secret. */
  public static RestApis stubbed(RestSettings settings) {
    return new RestApis(settings, null, null);
  }

  /** Whether the routes are only tried out. */
  boolean areStubbed() {
    return stubbed;
  }

  static RestApis of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, RestApis.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
  }

  /** The way to servers that give tokens for something else than an API: as that to APIs without settings of their own. */
  public TokenServer tokenServer() {
    return byDefault.tokenServer();
  }

  /** @param name empty for what no API is named in */
  RestApi api(String name) {
    RestApi api = name.isEmpty() ? byDefault : apis.get(name);
    if (api == null) {
      throw new IllegalArgumentException("api '" + name + "' is not configured: there are "
          + (apis.isEmpty() ? "none" : String.join(", ", apis.keySet()))
          + ". Or set gateway.rest." + name + ".…, such as gateway.rest." + name + ".trust");
    }
    return api;
  }

  @Override
  public void close() {
    apis.values().forEach(RestApi::close);
  }
}
