package io.github.mentagateway.check;

import io.github.mentagateway.destination.BodyTemplates;
import io.github.mentagateway.destination.ParameterNames;
import io.github.mentagateway.destination.database.SqlRules;
import io.github.mentagateway.destination.file.FileLine;
import io.github.mentagateway.destination.file.FileName;
import io.github.mentagateway.destination.JsonTemplate;
import io.github.mentagateway.destination.rest.BatchBody;
import io.github.mentagateway.destination.rest.StatusList;
import io.github.mentagateway.destination.rest.UrlTemplate;
import io.github.mentagateway.destination.soap.SoapCall;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.RestSettings;
import io.github.mentagateway.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Asks the gateway's own kamelets what they would refuse when they start: a statement that does harm, a URL, JSON, a database's name. */
final class DestinationRule implements Rule {
  /** {@code :name} and camel-sql's {@code :#name}; not a cast ({@code ::text}), an assignment, nor a part of an array. */
  private static final Pattern OTHER_NAME = Pattern.compile("(?<![:\\w\\[\\])\"'])(:#?)([A-Za-z_][\\w.]*)");
  /** {@code {name}}, as the other parameters have it; an escape of JDBC has a blank behind its name. */
  private static final Pattern BRACES = Pattern.compile("(?<![$\\w])\\{([A-Za-z_][\\w.]*)}");
  /** What waiting adds to an attempt must stay below what adaptive concurrency takes for slowness, 50 ms. */
  private static final int MOST_WAIT_MILLIS = 25;
  static final Pattern QUOTED = Pattern.compile("'[^']*+'|\"[^\"]*+\"|/\\*.*?\\*/|--[^\\n]*+", Pattern.DOTALL);

  private final SimpleLanguage simple;

  DestinationRule(SimpleLanguage simple) {
    this.simple = simple;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.kamelets().usesOf("DatabaseUpdate").forEach(use -> {
      database(use, routes, findings);
      statement("harmful-sql", use, "sql", routes, findings, sql -> SqlRules.checkUpdate(sql, "true".equalsIgnoreCase(text(use, "everyRow", routes)),
          text(use, "sequenceColumn", routes), isMySql(use, routes)));
      demand("wrong-parameter-type", use, "effectTable", routes, findings, SqlRules::checkEffectTable);
      demand("wrong-parameter-type", use, "mayMatchNone", routes, findings, numbers ->
          SqlRules.checkMayMatchNone(numbers, text(use, "sql", routes), isMySql(use, routes)));
    });
    routes.kamelets().usesOf("DatabaseQuery").forEach(use -> {
      database(use, routes, findings);
      statement("harmful-sql", use, "sql", routes, findings, sql -> SqlRules.checkQuery(sql, isMySql(use, routes)));
    });
    for (String bean : List.of("RestCall", "RestBatch", "SoapCall")) {
      routes.kamelets().usesOf(bean).forEach(use -> {
        url(use, routes, findings);
        api(use, routes, findings);
        demand("bad-retry", use, "retry", routes, findings, StatusList::new);
        demand("bad-expression", use, "success", routes, findings, text -> condition("success", text));
        demand("bad-expression", use, "failure", routes, findings, text -> condition("failure", text));
        demand("bad-json", use, "json", routes, findings, JsonTemplate::check);
        demand("bad-soap-action", use, "soapAction", routes, findings, SoapCall::checkAction);
      });
    }
    routes.kamelets().usesOf("RestBatch").forEach(use -> {
      demand("bad-json", use, "batchBody", routes, findings, BatchBody::new);
      demand("bad-expression", use, "answers", routes, findings, this::expression);
      channelOfBatch(use, routes, findings);
    });
    routes.kamelets().usesOf("DatabaseCall").forEach(use -> {
      database(use, routes, findings);
      demand("wrong-parameter-type", use, "effectTable", routes, findings, SqlRules::checkEffectTable);
    });
    for (String bean : List.of("FilePut", "FileLine", "QueueMessage")) {
      routes.kamelets().usesOf(bean).forEach(use -> {
        demand("bad-file-name", use, "name", routes, findings, FileName::new);
        demand("bad-folder", use, "folder", routes, findings, FileName::checkFolder);
        demand("bad-folder", use, "server", routes, findings, FileName::checkFolder);
        demand("bad-json", use, "json", routes, findings, JsonTemplate::check);
      });
    }
    routes.kamelets().usesOf("FileLine").forEach(use -> {
      demand("bad-line", use, "csv", routes, findings, csv -> FileLine.check(csv, text(use, "json", routes)));
      demand("bad-line", use, "json", routes, findings, json -> FileLine.check("", json));
    });
    for (String bean : List.of("DatabaseUpdate", "DatabaseQuery", "DatabaseCall", "RestCall", "RestBatch", "SoapCall", "FilePut", "FileLine",
        "QueueMessage")) {
      routes.kamelets().usesOf(bean).forEach(use -> optional(use, routes, findings));
    }
  }

  private void condition(String name, String text) {
    simple.problem(text, true).ifPresent(problem -> {
      throw new IllegalArgumentException(name + " cannot be read: " + problem + " It is a condition in Simple on the answer, such as"
          + " ${header.CamelHttpResponseCode} == 409 or ${body[status]} == 'OK'");
    });
  }

  private void expression(String text) {
    simple.problem(text, false).ifPresent(problem -> {
      throw new IllegalArgumentException("answers cannot be read: " + problem + " It is an expression in Simple on the answer, which"
          + " gives a list, such as ${body[results]}");
    });
  }

  /** The items of a batch are attempts that run at the same time, of which the channel has no more than its concurrency. */
  private static void channelOfBatch(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    routes.endpoints().stream().filter(step -> step.at() == use.at())
        .flatMap(step -> routes.reads("durable").filter(channel -> channel.route() == step.route())).forEach(channel -> {
          Settings.Delivery defaults = routes.settings().delivery();
          String name = "durable:" + channel.path();
          String most = text(use, "most", routes);
          String concurrency = option(channel, "concurrency", defaults.concurrency());
          if (isNumber(most) && isNumber(concurrency) && Integer.parseInt(most) > Integer.parseInt(concurrency)) {
            findings.accept(use.document().warning("small-batch", use.value("most"), "'most' is " + most + ", and " + name + " attempts "
                + concurrency + " deliveries at once: no batch has more, so that none is full and each waits. Give " + name
                + " the parameter concurrency: " + most + ", or lower 'most'"));
          }
          String wait = text(use, "wait", routes);
          if (wait.matches("\\d{1,9}ms") && Integer.parseInt(wait.replace("ms", "")) > MOST_WAIT_MILLIS
              && "true".equals(option(channel, "adaptiveConcurrency", defaults.adaptiveConcurrency()))) {
            findings.accept(use.document().warning("long-wait", use.value("wait"), "'wait' is " + wait + ", which the adaptive concurrency"
                + " of " + name + " would take for slowness of the API: give " + name + " the parameter adaptiveConcurrency: false, or wait "
                + MOST_WAIT_MILLIS + "ms at most"));
          }
        });
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,9}");
  }

  private static String option(Endpoint channel, String name, Object byDefault) {
    return channel.options().stream().filter(option -> option.name().equals(name)).map(option -> String.valueOf(option.value())).findFirst()
        .orElse(String.valueOf(byDefault));
  }

  private static void database(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    Set<String> known = routes.settings().databases().keySet();
    String name = text(use, "database", routes);
    if (!name.isEmpty() && !Placeholders.isUnknown(name) && !known.contains(name)) {
      findings.accept(use.document().error("unknown-database", use.value("database"), "database '" + name + "' is not configured"
          + Names.known(name, known, "There are ") + ". Or set gateway.database." + name + ".url"));
    }
  }

  private static void api(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    Map<String, RestSettings.Api> known = routes.settings().rest().apis();
    String name = text(use, "api", routes);
    if (name.isEmpty() || Placeholders.isUnknown(name)) {
      return;
    } else if (!known.containsKey(name)) {
      findings.accept(use.document().error("unknown-api", use.value("api"), "api '" + name + "' is not configured"
          + Names.known(name, known.keySet(), "There are ") + ". Or set gateway.rest." + name + ".…, such as gateway.rest." + name
          + ".trust"));
    } else if (known.get(name).credentials().isPresent() && !text(use, "authorization", routes).isEmpty()) {
      findings.accept(use.document().error("two-credentials", use.value("authorization"), "the call has 'authorization', and gateway.rest."
          + name + " has credentials too: a call is authenticated in one way, so remove one of them"));
    }
  }

  static void statement(String rule, Kamelets.Use use, String parameter, RouteSet routes, Consumer<Finding> findings, Consumer<String> rules) {
    demand(rule, use, parameter, routes, findings, sql -> {
      Matcher name = OTHER_NAME.matcher(QUOTED.matcher(sql).replaceAll("''"));
      if (!sql.contains("$$") && name.find()) {
        throw new IllegalArgumentException(parameter + " holds " + name.group() + ": a value is bound as :?" + name.group(2));
      }
      Matcher braces = BRACES.matcher(QUOTED.matcher(sql).replaceAll("''"));
      if (!sql.contains("$$") && braces.find()) {
        throw new IllegalArgumentException(parameter + " holds " + braces.group() + ": a value is bound as :?" + braces.group(1));
      }
      rules.accept(sql);
    });
  }

  private static void demand(String rule, Kamelets.Use use, String parameter, RouteSet routes, Consumer<Finding> findings,
      Consumer<String> check) {
    String text = text(use, parameter, routes);
    // what a placeholder stands for may be another text at the start
    if (text.isEmpty() || Placeholders.isUnknown(text) || text.startsWith("RAW") || text.startsWith("#")) {
      return;
    }
    try {
      check.accept(text);
    } catch (IllegalArgumentException e) {
      findings.accept(use.document().error(rule, use.value(parameter), e.getMessage()));
    }
  }

  /** What is not known yet may stand for a part of the host, and for all that is before it. */
  private static void url(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value("url");
    String written = at == null ? null : RouteYaml.text(at);
    String text = text(use, "url", routes);
    if (written != null && !(text + Placeholders.UNKNOWN).startsWith(String.valueOf(Placeholders.UNKNOWN)) && !text.matches("(?s)(?:RAW|#).*")) {
      try {
        new UrlTemplate(text.replace(Placeholders.UNKNOWN, '…'));
      } catch (IllegalArgumentException e) {
        findings.accept(use.document().error("bad-url", at, e.getMessage()
            + (written.contains("{{") ? "; what {{…}} stands for is in config/application.properties" : "")));
      }
    }
  }

  private static boolean isMySql(Kamelets.Use use, RouteSet routes) {
    return databaseUrl(use, routes).matches("(?i)jdbc:(mysql|mariadb):.*");
  }

  /** The URL of the database that a kamelet names; empty when it is not known. */
  static String databaseUrl(Kamelets.Use use, RouteSet routes) {
    Settings.Database database = routes.settings().databases().get(text(use, "database", routes));
    return database == null ? "" : database.url();
  }

  private static void optional(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    Node optional = use.value("optional");
    if (optional == null || RouteYaml.text(optional) == null || RouteYaml.text(optional).contains("{{")) {
      return;
    }
    List<String> texts = Stream.concat(Stream.of("sql", "call", "url", "json", "name", "csv").map(name -> RouteYaml.text(use.value(name))),
        Stream.of("template", "headerTemplate").map(name -> template(text(use, name, routes), routes))).filter(text -> text != null).toList();
    Set<String> used = ParameterNames.names(texts.stream());
    for (String name : RouteYaml.text(optional).split(",")) {
      if (!name.isBlank() && !used.contains(name.strip()) && texts.stream().noneMatch(text -> text.contains("{{"))) {
        findings.accept(use.document().warning("unused-optional", optional, "'optional' lists '" + name.strip() + "', which nothing in this"
            + " call names" + Names.didYouMean(name.strip(), used).replaceFirst("^$", ".") + " Both are written alike: correct it, or remove it"));
      }
    }
  }

  /** The text of a template; null when there is none. */
  private static String template(String name, RouteSet routes) {
    return routes.files().text(BodyTemplates.FOLDER, name.isBlank() ? " " : name.strip())
        .map(file -> new String(file.content(), StandardCharsets.UTF_8)).orElse(null);
  }

  private static String text(Kamelets.Use use, String name, RouteSet routes) {
    String text = use.value(name) == null ? null : RouteYaml.text(use.value(name));
    return text == null ? "" : routes.placeholders().fill(text);
  }
}
