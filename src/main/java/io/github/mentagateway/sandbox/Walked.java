package io.github.mentagateway.sandbox;

import io.github.mentagateway.routes.RouteFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Notes which steps of the route files were reached. What happens inside a kamelet belongs to the step that uses it. */
final class Walked implements InterceptStrategy {
  private final Systems systems;
  private final Set<String> places = new TreeSet<>();

  Walked(Systems systems) {
    this.systems = systems;
  }

  /** As {@code file:line}, with the path under which the file was read. */
  Set<String> places() {
    return places;
  }

  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
    String file = String.valueOf(node.getLocation()).replaceFirst("^file:", "");
    boolean inKamelet = RouteFile.isKamelet(Path.of(file));
    String place = file + ":" + node.getLineNumber();
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        systems.working(exchange);
        if (!inKamelet) {
          places.add(place);
          systems.reached(node.getId());
        }
        return super.process(exchange, callback);
      }
    };
  }
}
