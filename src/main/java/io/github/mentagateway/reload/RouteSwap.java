package io.github.mentagateway.reload;

import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.delivery.ReaderStart;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Exchanges the routes of some files in the one running Camel context, and all texts. Each route takes nothing new and ends what it has before it is
 * removed; the intake goes last and comes first, so that its requests wait for nothing but itself. Camel's own reload stops routes before
 * it knows whether the new ones start, leaves the routes that it made of kamelets, and does not find its way back.
 */
final class RouteSwap {
  private static final String INTAKE = "platform-http:";
  /** For what a route that reads no durable channel has under way; the intake is quick. */
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration HOLD = Duration.ofSeconds(10);

  private final ModelCamelContext context;
  private final Model model;
  private final ArrivingRequests requests;
  private final ReaderStart start;

  RouteSwap(CamelContext context, ArrivingRequests requests, ReaderStart start) {
    this.context = (ModelCamelContext) context;
    this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    this.requests = requests;
    this.start = start;
  }

  /** The swap failed. Either what ran before runs again, or not even that. */
  static final class SwapFailedException extends Exception {
    private final boolean restored;

    SwapFailedException(Throwable cause, boolean restored) {
      super(cause);
      this.restored = restored;
    }

    boolean isRestored() {
      return restored;
    }
  }

  /** @param values what the authors' own placeholders stand for */
  record Version(RouteFiles files, Map<String, String> values) {}

  /**
   * @param affected the files to exchange
   * @return these, those that share the route of a kamelet with them, and all when a routeConfiguration is among them, which each route took in
   */
  Set<Path> swap(Set<Path> affected, Version running, Version next) throws SwapFailedException {
    Set<Path> files = withSharedKamelets(affected);
    if (haveConfiguration(files, running.files()) || haveConfiguration(files, next.files())) {
      running.files().files().forEach(file -> files.add(file.path()));
      next.files().files().forEach(file -> files.add(file.path()));
    }
    start.hold();
    try {
      exchange(files, running.files(), next, true);
      return files;
    } catch (Exception | Error e) {
      try {
        // what was stopped must run again, whether or not the intake has answered by then
        exchange(files, next.files(), running, false);
      } catch (Exception | Error another) {
        e.addSuppressed(another);
        throw new SwapFailedException(e, false);
      }
      throw new SwapFailedException(e, true);
    } finally {
      start.release();
    }
  }

  /**
   * @param from what the files were; some of it may be gone already
   * @param patient whether to give up when the intake does not answer what it has
   */
  private void exchange(Set<Path> files, RouteFiles from, Version version, boolean patient) throws Exception {
    RouteFiles to = version.files();
    List<RouteDefinition> leaving = routesOf(files);
    List<RouteDefinition> intake = leaving.stream().filter(this::isIntake).toList();
    List<RouteDefinition> others = new ArrayList<>(leaving);
    others.removeAll(intake);
    // stopped together: the time is that of the longest attempt under way, not of all of them
    inParallel(others);
    boolean holds = !intake.isEmpty() || bringsIntake(files, to);
    try {
      if (holds && !requests.hold(HOLD) && patient) {
        throw new IllegalStateException("the intake had not answered the requests that it had within " + HOLD.toSeconds() + " s");
      }
      for (RouteDefinition route : intake) {
        end(route);
      }
      for (RouteDefinition route : leaving) {
        remove(route);
      }
      removeTemplates(files);
      if (haveConfiguration(files, to) || haveConfiguration(files, from)) {
        // all files are exchanged then: Camel does not know from which of them a configuration came
        model.getRouteConfigurationDefinitions().clear();
      }
      use(version.values());
      Destinations.of(context).use(to);
      load(files, to);
    } finally {
      if (holds) {
        requests.release();
      }
    }
  }

  /** From now on the placeholders stand for these values. */
  private void use(Map<String, String> values) {
    Properties known = ((PropertiesComponent) context.getPropertiesComponent()).getInitialProperties();
    known.keySet().removeIf(name -> !values.containsKey(name) && OwnValues.isOwn(name.toString()));
    known.putAll(values);
  }

  private void load(Set<Path> files, RouteFiles from) throws Exception {
    List<RouteFile> coming = from.files().stream().filter(file -> files.contains(file.path()))
        .sorted(Comparator.comparing((RouteFile file) -> !RouteFile.isKamelet(file.path())).thenComparing(file -> !isIntake(file))).toList();
    if (!coming.isEmpty()) {
      Collection<Resource> resources = coming.stream()
          .<Resource>map(file -> ResourceHelper.fromBytes(location(file.path()), file.content())).toList();
      PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }
  }

  private static String location(Path file) {
    return "file:" + file;
  }

  /** The routes of the files, without those that Camel made of kamelets. */
  private List<RouteDefinition> routesOf(Set<Path> files) {
    Set<String> locations = new HashSet<>();
    files.forEach(file -> locations.add(location(file)));
    return model.getRouteDefinitions().stream().filter(route -> parent(route) == null)
        .filter(route -> route.getResource() != null && locations.contains(route.getResource().getLocation())).toList();
  }

  /** The id of the route that uses the kamelet; null when the route was made of none. */
  private static String parent(RouteDefinition route) {
    Map<String, Object> parameters = route.getTemplateParameters();
    return parameters == null || !(parameters.get(Kamelet.PARENT_ROUTE_ID) instanceof String parent) ? null : parent;
  }

  private static boolean isOf(RouteDefinition route, String template) {
    return route.getTemplateParameters() != null && template.equals(route.getTemplateParameters().get(Kamelet.PARAM_TEMPLATE_ID));
  }

  private boolean isIntake(RouteDefinition route) {
    Route running = context.getRoute(route.getId());
    return running != null && running.getEndpoint().getEndpointUri().startsWith(INTAKE);
  }

  private static boolean isIntake(RouteFile file) {
    return new String(file.content(), StandardCharsets.UTF_8).contains(INTAKE);
  }

  private static boolean haveConfiguration(Set<Path> files, RouteFiles in) {
    return in.files().stream().anyMatch(file -> files.contains(file.path())
        && new String(file.content(), StandardCharsets.UTF_8).contains("routeConfiguration"));
  }

  private static boolean bringsIntake(Set<Path> files, RouteFiles to) {
    return to.files().stream().anyMatch(file -> files.contains(file.path()) && isIntake(file));
  }

  private void inParallel(List<RouteDefinition> routes) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "route-swap");
      thread.setDaemon(true);
      return thread;
    });
    try {
      List<CompletableFuture<Void>> ends = routes.stream().map(route -> CompletableFuture.runAsync(() -> {
        try {
          end(route);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CompletionException(e);
        }
      }, threads)).toList();
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Before Camel's own stop, which would look once a second whether the exchanges have ended, and hold its lock meanwhile. */
  private void end(RouteDefinition route) throws InterruptedException {
    Route running = context.getRoute(route.getId());
    if (running == null) {
      return;
    }
    ServiceHelper.stopService(running.getConsumer());
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (context.getInflightRepository().size(route.getId()) > 0 && System.nanoTime() < deadline) {
      Thread.sleep(2);
    }
  }

  private void remove(RouteDefinition route) throws Exception {
    String id = route.getId();
    List<RouteDefinition> ofKamelets = model.getRouteDefinitions().stream().filter(one -> id.equals(parent(one))).toList();
    Route running = context.getRoute(id);
    List<RoutePolicy> policies = running == null || running.getRoutePolicyList() == null ? List.of() : List.copyOf(running.getRoutePolicyList());
    model.removeRouteDefinition(route);
    for (RoutePolicy policy : policies) {
      // that of the metrics is made for each route, and Camel keeps it
      if (context.getRoutes().stream().noneMatch(other -> other.getRoutePolicyList() != null && other.getRoutePolicyList().contains(policy))) {
        context.removeService(policy);
      }
    }
    removeEndpoints(route);
    for (RouteDefinition one : ofKamelets) {
      remove(one);
    }
  }

  /** Camel makes a kamelet's route with its endpoint, and would find an endpoint whose route is gone. */
  private void removeEndpoints(RouteDefinition ofKamelet) throws Exception {
    for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
      if (endpoint instanceof KameletEndpoint kamelet && kamelet.getRouteId().equals(ofKamelet.getId())) {
        context.removeEndpoint(endpoint);
      }
    }
  }

  private void removeTemplates(Set<Path> files) throws Exception {
    Set<String> locations = new HashSet<>();
    files.forEach(file -> locations.add(location(file)));
    for (var template : List.copyOf(model.getRouteTemplateDefinitions())) {
      if (template.getResource() != null && locations.contains(template.getResource().getLocation())) {
        // a route that was made while a message was on its way (toD, enrich, …) belongs to no other
        for (RouteDefinition route : model.getRouteDefinitions().stream().filter(one -> isOf(one, template.getId())).toList()) {
          end(route);
          remove(route);
        }
        model.removeRouteTemplateDefinition(template);
      }
    }
  }

  /** Two routes that use a kamelet with equal parameters share one endpoint, and so one route of that kamelet. */
  private Set<Path> withSharedKamelets(Set<Path> affected) {
    Set<Path> files = new TreeSet<>(affected);
    boolean grows = true;
    while (grows) {
      Set<String> used = new HashSet<>();
      routesOf(files).forEach(route -> used.addAll(kameletsOf(route)));
      grows = false;
      for (RouteDefinition route : model.getRouteDefinitions()) {
        Path file = fileOf(route);
        if (file != null && !files.contains(file) && kameletsOf(route).stream().anyMatch(used::contains)) {
          grows |= files.add(file);
        }
      }
    }
    return files;
  }

  private Set<String> kameletsOf(RouteDefinition route) {
    Set<String> uris = new HashSet<>();
    for (ProcessorDefinition<?> step : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
      Stream.of(sentTo(step).split(",")).map(String::strip).filter(uri -> uri.startsWith("kamelet:")).forEach(uris::add);
    }
    model.getRouteDefinitions().stream().filter(one -> Objects.equals(route.getId(), parent(one))).forEach(one -> uris.addAll(kameletsOf(one)));
    return uris;
  }

  /** One URI or several, as they are written. */
  private static String sentTo(ProcessorDefinition<?> step) {
    String uri = step instanceof EndpointRequiredDefinition send ? send.getEndpointUri()
        : step instanceof ToDynamicDefinition send ? send.getUri()
        // enrich, recipientList, routingSlip and their like
        : step instanceof ExpressionNode send && send.getExpression() != null ? send.getExpression().getExpression() : null;
    return uri == null ? "" : uri;
  }

  /** The file of a route, or of the route that uses the kamelet that it was made of; null when it is of no file. */
  private Path fileOf(RouteDefinition route) {
    String user = parent(route);
    RouteDefinition written = user == null ? route : model.getRouteDefinition(user);
    if (written == null || written.getResource() == null) {
      return null;
    }
    return written == route ? Path.of(written.getResource().getLocation().replaceFirst("^file:", "")) : fileOf(written);
  }
}
