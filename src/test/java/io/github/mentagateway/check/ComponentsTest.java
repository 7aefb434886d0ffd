package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.durable.DurableEndpoint;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptions in the jars say what Camel's catalog of the same version says. */
class ComponentsTest {

  @ParameterizedTest
  @ValueSource(strings = {"direct", "http", "https", "jdbc", "kamelet", "log", "platform-http", "smtp", "imap", "timer", "bean", "seda"})
  void a_component_has_the_options_that_the_catalog_has(String scheme) {
    ComponentModel model = new DefaultCamelCatalog().componentModel(scheme);
    Map<String, String> expected = new TreeMap<>(model.getEndpointOptions().stream()
        .collect(Collectors.toMap(BaseOptionModel::getName, BaseOptionModel::getType)));

    Components.Component component = new Components().find(scheme).orElseThrow();

    assertThat(Components.exists(scheme)).isTrue();
    Map<String, String> types = new TreeMap<>();
    component.options().forEach((name, option) -> types.put(name, option.type()));
    assertThat(types).isEqualTo(expected);
    assertThat(component.lenient()).isEqualTo(model.isLenientProperties());
  }

  @Test
  void a_component_that_no_jar_has_is_not_there() {
    assertThat(Components.exists("kafka")).isFalse();
    assertThat(new Components().find("kafka")).isEmpty();
  }

  @Test
  void the_description_of_durable_has_the_parameters_that_the_component_has() {
    Set<String> setters = Stream.of(DurableEndpoint.class.getDeclaredMethods()).map(Method::getName).filter(name -> name.startsWith("set"))
        .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4)).collect(Collectors.toCollection(TreeSet::new));

    Set<String> described = new TreeSet<>(new Components().find("durable").orElseThrow().options().keySet());
    described.removeAll(Set.of("name", "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer"));

    assertThat(described).isEqualTo(setters);
  }

  /** When Camel's version changes, its new names belong into the file. */
  @Test
  void the_jar_that_has_something_is_the_one_that_the_catalog_names() {
    DefaultCamelCatalog catalog = new DefaultCamelCatalog();
    Map<String, String> jars = new TreeMap<>();
    for (String name : catalog.findComponentNames()) {
      ComponentModel component = catalog.componentModel(name);
      jars.put("component." + name, component.getArtifactId());
      if (component.getAlternativeSchemes() != null) {
        Stream.of(component.getAlternativeSchemes().split(",")).forEach(scheme -> jars.put("component." + scheme, component.getArtifactId()));
      }
    }
    catalog.findLanguageNames().forEach(name -> jars.put("language." + name, catalog.languageModel(name).getArtifactId()));
    catalog.findDataFormatNames().forEach(name -> jars.put("dataformat." + name, catalog.dataFormatModel(name).getArtifactId()));

    Map<String, String> known = new TreeMap<>();
    for (String kind : Set.of("component", "language", "dataformat")) {
      CamelJars.names(kind).forEach(name -> known.put(kind + "." + name, CamelJars.of(kind, name).orElseThrow()));
    }
    assertThat(known).isEqualTo(jars);
  }
}
