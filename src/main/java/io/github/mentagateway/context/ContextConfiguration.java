package io.github.mentagateway.context;

import io.github.mentagateway.durable.StreamingSplits;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Configures Camel Main with the checked routes and their texts, the properties, and how long a stop may take. */
public final class ContextConfiguration extends MainListenerSupport {
  private final Settings settings;
  private final Destinations destinations;
  private final RouteFiles routes;

  public ContextConfiguration(Settings settings, Destinations destinations, RouteFiles routes) {
    this.settings = settings;
    this.destinations = destinations;
    this.routes = routes;
  }

  public void configure(Main main) {
    // Camel would read the file once more, as ISO-8859-1; environment variables win over these properties, as they do for the settings
    main.setDefaultPropertyPlaceholderLocation("false");
    settings.values().forEach(main::addInitialProperty);
    destinations.use(routes);
    CheckedRoutesCollector read = new CheckedRoutesCollector(routes);
    main.setRoutesCollector(read);
    main.bind("sourceLoader", read);
    main.bind("simple", new FreshSimpleLanguage());
    main.configure().withShutdownTimeout(Math.toIntExact(Math.max(1, settings.shutdownTimeout().toSeconds())));
    main.addMainListener(this);
  }

  /** The secrets are known before Camel reads the properties, which may name them. */
  @Override
  public void beforeInitialize(BaseMainSupport main) {
    CamelContext context = (CamelContext) main.getCamelContext();
    destinations.addTo(context);
    StreamingSplits.in(context);
  }
}
