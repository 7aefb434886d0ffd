package io.github.mentagateway.context;

import io.github.mentagateway.routes.RouteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.support.SourceLoader;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * Gives Camel the route files that were checked, as they were read. No pattern finds other files, and a file's name need not be a valid
 * URI. The text is read as UTF-8, where Camel's own loader takes the machine's character set.
 */
final class CheckedRoutesCollector extends DefaultRoutesCollector implements SourceLoader {
  private final RouteFiles routes;

  CheckedRoutesCollector(RouteFiles routes) {
    this.routes = routes;
  }

  @Override
  public Collection<Resource> findRouteResourcesFromDirectory(CamelContext context, String exclude, String include) {
    return routes.files().stream().map(file -> ResourceHelper.fromBytes("file:" + file.path(), file.content())).toList();
  }

  @Override
  public String loadResource(Resource resource) throws IOException {
    try (InputStream content = resource.getInputStream()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
