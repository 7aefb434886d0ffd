package io.github.mentagateway.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The shipped kamelets, {@code errors.camel.yaml} and a test's own routes in a running Camel, with {@link StubDurable} for
 * channels.
 */
public final class RunningKamelets implements AutoCloseable {
  public final StubDurable durable = new StubDurable();
  private final Destinations destinations;
  private final Path folder;
  private final Main main = new Main();

  /** @param environment settings, as {@code GATEWAY_…} variables, and secrets */
  public RunningKamelets(Path home, Map<String, String> environment, Map<String, String> properties) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("GATEWAY_ROUTES", Path.of("routes").toAbsolutePath().toString());
    Settings settings = Settings.load(home, all);
    folder = settings.routes().toAbsolutePath().normalize();
    destinations = Destinations.open(settings);
    main.bind("durable", durable);
    destinations.bindTo(main::bind);
    main.configure().withRoutesIncludePattern("file:routes/errors.camel.yaml,file:routes/kamelets/*.kamelet.yaml");
    properties.forEach(main::addOverrideProperty);
    main.init();
    destinations.addTo(main.getCamelContext());
    main.start();
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  /** Mails are written from the texts as they are on the disk now. */
  public RunningKamelets readTexts() {
    destinations.use(RouteFiles.read(folder, folder.getParent()));
    return this;
  }

  /** Adds routes in YAML, as an author would write them. */
  public RunningKamelets add(String yaml) throws Exception {
    readTexts();
    PluginHelper.getRoutesLoader(context()).loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
    return this;
  }

  /** Adds a route {@code durable:test} with one step, {@code to} the kamelet. */
  public RunningKamelets use(String kamelet, Map<String, String> parameters) throws Exception {
    StringBuilder yaml = new StringBuilder("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:%s
                    parameters:
        """.formatted(kamelet));
    parameters.forEach((name, value) -> yaml.append("              ").append(name).append(": ").append(quoted(value))
        .append('\n'));
    return add(yaml.toString());
  }

  RunningKamelets addFile(String path) throws Exception {
    readTexts();
    PluginHelper.getRoutesLoader(context()).loadRoutes(ResourceHelper.resolveMandatoryResource(context(), "file:" + path));
    return this;
  }

  public Exchange attempt(String channel, Object body) throws Exception {
    return durable.attempt(channel, body, Map.of("deliveryId", "01DELIVERY", "notificationId", "01NOTIFICATION", "sequence", 7L));
  }

  public static Envelope envelope(String json) {
    try {
      return EnvelopeMapper.create().readValue(json, Envelope.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static Envelope ticket(String id, String newOwner) {
    return new Envelope("ticket", "ticket.updated", null, Map.of("id", id, "newOwnerEmail", newOwner), Map.of(), Map.of());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws Exception {
    main.stop();
    destinations.close();
  }
}
