package io.github.mentagateway.destination;

import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;

/** The templates in {@code routes/templates}, of the version of the routes that runs. Each is parsed once. */
public final class BodyTemplates {
  public static final String FOLDER = "templates";
  private static final String NAME = "bodyTemplates";

  private volatile Version version = new Version(RouteFiles.of(List.of(), Path.of("")));

  public static BodyTemplates of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, BodyTemplates.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
  }

  /** From now on bodies are written from the texts among these files. */
  public void use(RouteFiles files) {
    version = new Version(files);
  }

  /**
   * @param parameter the one that names the template
   * @throws IllegalArgumentException when the file is not there or is no template; the message names it
   */
  public BodyTemplate template(String parameter, String name, Escaping escaping) {
    return version.template(parameter, name, escaping);
  }

  private static final class Version {
    private record Key(String name, Escaping escaping) {}

    private final RouteFiles files;
    private final Map<Key, BodyTemplate> parsed = new ConcurrentHashMap<>();

    Version(RouteFiles files) {
      this.files = files;
    }

    BodyTemplate template(String parameter, String name, Escaping escaping) {
      return parsed.computeIfAbsent(new Key(name, escaping), key -> parse(parameter, key));
    }

    private BodyTemplate parse(String parameter, Key key) {
      RouteFile file = files.text(FOLDER, demandName(parameter, key.name())).orElseThrow(() -> new IllegalArgumentException(
          parameter + " '" + key.name() + "' is not in routes/" + FOLDER + "; there are: " + names()));
      try {
        return new BodyTemplate(TextFile.decode(file.content()), key.escaping());
      } catch (IOException | TemplateException e) {
        throw new IllegalArgumentException("the template " + file.path() + " cannot be used: " + e.getMessage(), e);
      }
    }

    private static String demandName(String parameter, String name) {
      if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(parameter + " is '" + name + "': it must be the name of a file in routes/" + FOLDER
            + ", without a path");
      }
      return name;
    }

    private String names() {
      Set<String> names = files.textNames(FOLDER);
      return names.isEmpty() ? "none" : String.join(", ", names);
    }
  }
}
