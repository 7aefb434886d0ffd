package io.github.mentagateway.destination;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.URISupport;

/**
 * Lets the parameters of kamelets arrive as their author wrote them. Camel joins a step's parameters into one URI, where a {@code &} ends a
 * value in silence. The values of SQL, JSON and URLs are therefore wrapped as {@code RAW(…)}, which Camel otherwise does for secrets. A
 * placeholder's value may hold {@code )&}, which ends that too: other characters stand for such signs while the value is part of a URI.
 */
public final class KameletParameters extends KameletEndpointUriFactory {
  /** Stand for signs with a meaning in a URI while a value is part of one. With the invisible character they occur in no text. */
  private static final String AMPERSAND = "\uFF06\u2060";
  private static final String PERCENT = "\uFF05\u2060";
  /** Stands before the parameters of a kamelet, whose placeholders are resolved one parameter at a time. */
  private static final String MARK = "\u2061";
  /** Stands for a line break: Camel drops line breaks from URIs without a blank, and in SQL they part words and end comments. */
  private static final String LINE_BREAK = "\u2424";

  private static final Set<String> AS_WRITTEN = Set.of("sql", "call", "url", "json", "to", "from", "template", "authorization",
      "replyTo", "listUnsubscribe", "attachments", "success", "failure", "answers", "batchBody",
      "csv", "password", "passphrase", "jaas");

  @Override
  public Set<String> secretPropertyNames() {
    return AS_WRITTEN;
  }

  /** A part of Camel's model that lets the line breaks of SQL, and the values of placeholders, arrive whole. */
  public static ModelLifecycleStrategy wholeValues() {
    return new ModelLifecycleStrategySupport() {
      @Override
      public void onAddRouteDefinition(RouteDefinition route) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
            .filter(to -> to.getUri() != null && to.getUri().startsWith("kamelet:"))
            .forEach(to -> to.setUri(marked(
                to.getUri().startsWith("kamelet:database-") ? to.getUri().replaceAll("\\R", LINE_BREAK) : to.getUri())));
      }
    };
  }

  /**
   * Fills each parameter on its own, so that no sign in a placeholder's value can end the parameter or be decoded; an author's own text has
   * no such sign. Null when the text is no kamelet's URI.
   */
  static String fill(String text, UnaryOperator<String> filler) {
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      return null;
    }
    String before = text.substring(0, mark);
    return (before.isEmpty() ? "" : filler.apply(before)) + parameters(text.substring(mark + 1)).entrySet().stream()
        .map(value -> value.getKey() + "=" + fillValue((String) value.getValue(), filler)).collect(Collectors.joining("&"));
  }

  private static Map<String, Object> parameters(String query) {
    try {
      return URISupport.parseQuery(query, true, true);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Marks a URI once only: a step of an {@code onException} comes with each route. */
  private static String marked(String uri) {
    int query = uri.indexOf('?') + 1;
    boolean fillable = query > 0 && uri.indexOf("{{", query) > 0 && !uri.contains(MARK) && parameters(uri.substring(query)).entrySet()
        .stream().allMatch(value -> value.getValue() instanceof String && !value.getKey().contains("{"));
    return fillable ? uri.substring(0, query) + MARK + uri.substring(query) : uri;
  }

  private static String fillValue(String value, UnaryOperator<String> filler) {
    Map<String, Object> bare = new HashMap<>(Map.of("", value));
    URISupport.resolveRawParameterValues(bare);
    String content = (String) bare.get("");
    String filled = escaped(filler.apply(content));
    return content.equals(value) ? filled : value.substring(0, 4) + filled + value.charAt(value.length() - 1);
  }

  /** Escapes a value that becomes part of a URI: nothing in it ends the value, or is decoded. */
  static String escaped(String value) {
    return value.replace("&", AMPERSAND).replace("%", PERCENT);
  }

  /** Reverses {@link #escaped}. */
  static String unescaped(String value) {
    return value.replace(AMPERSAND, "&").replace(PERCENT, "%");
  }

  /** The SQL that came through a URI, with the line breaks of its author. */
  public static String asWritten(String sql) {
    return sql.replace(LINE_BREAK, "\n");
  }
}
