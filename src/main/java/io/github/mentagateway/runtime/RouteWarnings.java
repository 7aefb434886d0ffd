package io.github.mentagateway.runtime;

import io.github.mentagateway.durable.DurableComponent;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of what is most likely an author's slip, and would else be noticed only when something never arrives. */
record RouteWarnings(Path folder, List<Path> misnamed) {
  private static final Logger LOG = LoggerFactory.getLogger(RouteWarnings.class);

  void tell(CamelContext context) {
    DurableComponent.unread(context).forEach(channel -> LOG.warn("a route sends to durable:{}, which no route reads: what is sent there"
        + " waits. Is the name right, and its file in {}?", channel, folder));
    for (Path file : misnamed) {
      LOG.warn("{} is not read: name it *.camel.yaml when it holds routes, *.kamelet.yaml when it holds a kamelet", file);
    }
  }
}
