package io.github.mentagateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The schemas of this gateway's folder, all of JSON Schema's draft 7, which editors know. */
public final class Schemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final Map<String, String> environment;

  public Schemas(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /** {@code *.camel.yaml}: Camel's own, and the parameters of this folder's kamelets and of {@code durable}. */
  public JsonNode routes() {
    return camel().routes();
  }

  /** {@code *.kamelet.yaml}. */
  public JsonNode kamelets() {
    return camel().kamelets();
  }

  private CamelYaml camel() {
    Path folder = settings.routes().toAbsolutePath().normalize();
    RouteFiles files = RouteFiles.read(folder, settings.home().toAbsolutePath().normalize());
    return new CamelYaml(files, new RouteSet(files, settings, environment));
  }

  /** {@code *.case.yaml}. */
  public static JsonNode cases() {
    return json("io/github/mentagateway/schema/test-cases.schema.json");
  }

  /** {@code test-cases/destinations.yaml}: what a case says of its destinations. */
  public static JsonNode destinations() {
    ObjectNode cases = (ObjectNode) cases();
    ObjectNode schema = cases.at("/$defs/case/properties/destinations").deepCopy();
    schema.set("$schema", cases.get("$schema"));
    schema.put("title", "Destinations of the cases of Menta Gateway");
    schema.put("description", "How the systems behave in all cases that say nothing of them, by the channel's name.");
    schema.set("$defs", cases.get("$defs"));
    return schema;
  }

  /** {@code config/application.properties}, as a map of names to texts. */
  public static JsonNode properties() {
    return SettingsSchema.of(text("io/github/mentagateway/schema/application.properties"));
  }

  static JsonNode json(String resource) {
    try {
      return JSON.readTree(text(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = Schemas.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
