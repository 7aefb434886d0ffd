package io.github.mentagateway.check;

import io.github.mentagateway.failure.Causes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;

/** Compiles texts in Camel's Simple language, in a context that is never started. */
final class SimpleLanguage {
  /** One that another begins before it ends, or that ends with its line. */
  private static final Pattern OPEN = Pattern.compile("\\$\\{[^{}\\n]*(?=\\n|$|\\$\\{)");
  private static final Pattern UNKNOWN = Pattern.compile("(?:Unknown function: |Valid syntax: .* was: )(?<name>.*)");
  /** A part of the notification, without the body that has it. */
  private static final Pattern FIELD = Pattern.compile("(?<name>data|metadata|family|action|type)(?<rest>(?:[.\\[][^:(]*)?)");
  private static final List<String> FUNCTIONS = List.of("body", "bodyAs", "mandatoryBodyAs", "bodyOneLine", "prettyBody", "header", "headers",
      "headerAs", "variable", "variables", "variableAs", "exchangeProperty", "exception", "exchange", "exchangeId", "routeId", "stepId", "id",
      "date", "random", "uuid", "hash", "empty", "bean", "properties", "env", "sys", "type", "ref", "hostname", "threadName", "camelId",
      "messageTimestamp", "collate", "skip", "join", "pad", "replace", "substring", "trim", "capitalize", "uppercase", "lowercase", "concat",
      "iif", "sum", "max", "min", "length", "size", "split", "now", "null", "jsonpath", "messageHistory", "originalBody", "logger");

  private CamelContext context;
  private Language simple;

  /**
   * What is wrong with a text.
   *
   * @param sentence with its end
   * @param at where in the text, in characters
   */
  record Problem(String sentence, int at) {}

  /** What is wrong with the text, a sentence with its end; empty when it compiles. */
  Optional<String> problem(String text, boolean predicate) {
    return located(text, predicate).map(Problem::sentence);
  }

  /** Empty when the text compiles. */
  Optional<Problem> located(String text, boolean predicate) {
    try {
      if (predicate) {
        simple().createPredicate(text);
      } else {
        simple().createExpression(text);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      if (Causes.first(NoSuchBeanException.class, e) != null) {
        // beans are there when the routes are, and this context has none
        return Optional.empty();
      }
      SimpleParserException said = Causes.first(SimpleParserException.class, e);
      int at = said == null ? 0 : Math.min(Math.max(said.getIndex(), 0), text.length());
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
      return Optional.of(unclosed(message, text).orElseGet(() -> new Problem(sentence(message), at)));
    }
  }

  /** The parser tells where the text ends, not where what is open begins. */
  private static Optional<Problem> unclosed(String message, String text) {
    if (message.contains("expected symbol functionEnd")) {
      Matcher open = OPEN.matcher(text);
      return open.find() ? Optional.of(new Problem("a ${ begins here and is not closed: write } behind its value.", open.start())) : Optional.empty();
    }
    if (message.contains("expected symbol singleQuote") || message.contains("expected symbol doubleQuote")) {
      String quote = message.contains("singleQuote") ? "'" : "\"";
      return Optional.of(new Problem("a " + quote + " is not closed: write it before and behind the text.", Math.max(0, text.lastIndexOf(quote))));
    }
    return Optional.empty();
  }

  /** Whether a condition that asks for nothing of a message holds; empty when it cannot be known. */
  Optional<Boolean> holds(String condition) {
    try {
      Predicate predicate = simple().createPredicate(condition);
      predicate.init(context);
      return Optional.of(predicate.matches(new DefaultExchange(context)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private Language simple() {
    if (simple == null) {
      context = new DefaultCamelContext();
      simple = context.resolveLanguage("simple");
    }
    return simple;
  }

  private static String sentence(String said) {
    Matcher unknown = UNKNOWN.matcher(said.replaceFirst(" at location \\d+$", ""));
    if (!unknown.matches()) {
      return said.endsWith(".") ? said : said + ".";
    }
    String name = unknown.group("name").strip();
    Matcher field = FIELD.matcher(name);
    if (field.matches()) {
      String rest = field.group("rest").replaceAll("\\??\\.?\\[?([\\w-]+)]?", "[$1]");
      // what lies deeper in the metadata may be missing
      boolean mayBeMissing = field.group("name").equals("metadata") && !rest.isEmpty();
      return "there is no function '" + name + "': write ${body" + (mayBeMissing ? "?." : ".") + field.group("name") + rest + "}.";
    }
    if (Variables.OF_GATEWAY.contains(name)) {
      return "there is no function '" + name + "': write ${variable." + name + "}.";
    }
    return "there is no function '" + name + "'" + Names.didYouMean(name.replaceFirst("[.:(\\[].*", ""), FUNCTIONS).replaceFirst("^$", ".");
  }
}
