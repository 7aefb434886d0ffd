package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads the route files of {@code gateway.routes}, and holds them against all rules. What has no error here is what the gateway starts with. */
public final class RouteCheck {
  private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file).thenComparing(Finding::line)
      .thenComparing(Finding::column).thenComparing(Finding::severity).thenComparing(Finding::message);

  private final Settings settings;
  private final Map<String, String> environment;

  /** @param environment may give the value of any placeholder */
  public RouteCheck(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /**
   * @param files as they were read: these bytes are what was checked
   * @param findings in the order of their places
   */
  public record Result(RouteFiles files, List<Finding> findings) {
    public List<Finding> errors() {
      return findings.stream().filter(Finding::isError).toList();
    }

    public List<Finding> warnings() {
      return findings.stream().filter(finding -> !finding.isError()).toList();
    }
  }

  public Result run() {
    return run(RouteFiles.read(settings.routes().toAbsolutePath().normalize(), settings.home().toAbsolutePath().normalize()));
  }

  /** Holds files that were read already against the rules. */
  public Result run(RouteFiles files) {
    List<Finding> findings = new ArrayList<>(files.findings());
    RouteSet routes = new RouteSet(files, settings, environment);
    SchemaRule schema = new SchemaRule();
    SimpleLanguage simple = new SimpleLanguage();
    FieldNames names = new FieldNames(routes);
    Preconditions preconditions = new Preconditions(routes, simple);
    List<Rule> rules = List.of(schema, new KameletRule(), new EqualIdRule(preconditions), new EndpointRule(), new ChannelOptionRule(),
        new ExpressionRule(schema, simple), new PlaceholderRule(), new ChannelRule(), new DestinationRule(simple), new CallRule(simple),
        new NameRule(names), new MailRule(simple, names), new TemplateRule(names), new SecretRule(), new IntakeRule(), new ActionRule(schema), new ClassRule(),
        new StepNameRule());
    for (Rule rule : rules) {
      ask(rule, routes, findings);
    }
    return new Result(files, findings.stream().map(preconditions::judged).distinct().sorted(ORDER).toList());
  }

  /** A fault in a rule must not keep the gateway from starting. */
  private static void ask(Rule rule, RouteSet routes, List<Finding> findings) {
    try {
      rule.check(routes, findings::add);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      findings.add(new Finding(Severity.WARNING, "not-checked", "routes", 1, 1, "the rule " + rule.getClass().getSimpleName()
          + " failed, and what it looks for was not checked: report it, with the routes. " + e));
    }
  }
}
