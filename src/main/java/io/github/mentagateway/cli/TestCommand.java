package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.testcase.CaseResult;
import io.github.mentagateway.testcase.CaseRun;
import io.github.mentagateway.testcase.CaseText;
import io.github.mentagateway.testcase.Coverage;
import io.github.mentagateway.testcase.JUnitReport;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the authors' cases. It reaches no system and needs no secret. */
@Command(name = "test", sortOptions = false,
    description = "Run the cases of test-cases/: what a notification must lead to. The routes run as they are; every system is a stand-in.",
    footer = {"", "Exit codes: 0 all passed, 1 a case failed or expects nothing yet, or the routes do not pass the check, 2 wrong usage."})
final class TestCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Run the cases of these files or folders only.")
  private List<Path> files = List.of();

  @Option(names = "--update", description = "Write what happens now into each case that expects nothing yet. Look at it before you keep it.")
  private boolean update;

  @Option(names = "--accept", paramLabel = "DESTINATION",
      description = "Write this destination, such as a new one, into each case that reaches it and does not list it.")
  private Set<String> accepted = Set.of();

  @Option(names = "--coverage", description = "Tell which branches and steps of the routes no case has reached.")
  private boolean coverage;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit's XML too, for CI servers.")
  private Path junit;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  @Spec
  private CommandSpec spec;

  TestCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = context.settingsWithoutSecrets();
    List<Path> asked = files.stream().map(this::existing).toList();
    RouteCheck.Result checked = new RouteCheck(settings, context.environment()).run();
    if (!checked.errors().isEmpty()) {
      throw new CommandFailedException(checked.errors().size() + (checked.errors().size() == 1 ? " error" : " errors") + " in the routes, and no case was run; 'check' tells all:\n"
          + checked.errors().get(0));
    }
    RouteFiles routes = checked.files();
    CaseRun.Result result = new CaseRun(settings).run(routes, asked, update, accepted);
    Coverage covered = coverage ? Coverage.of(routes, result.walked()) : null;
    if (json) {
      context.out().println(ConsoleText.safe(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(fields(result, covered))));
    } else {
      print(result, covered);
    }
    if (junit != null) {
      try (Writer out = Files.newBufferedWriter(context.caller().resolve(junit))) {
        JUnitReport.write(result, out);
      }
    }
    return result.isPassed() ? 0 : 1;
  }

  private Path existing(Path file) {
    Path path = context.caller().resolve(file).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new ParameterException(spec.commandLine(), file + " is not there: name a file or a folder of cases, or nothing for all");
    }
    return path;
  }

  private void print(CaseRun.Result result, Coverage covered) {
    result.findings().forEach(finding -> context.out().println(finding.place() + ": " + (finding.isError() ? "error: " : "warning: ")
        + finding.message()));
    for (CaseResult one : result.cases()) {
      String place = one.file() + ":" + one.line() + ":" + one.column() + ": ";
      switch (one.outcome()) {
        case FAILED -> context.out().println(place + "FAILED  " + one.name() + "\n" + ConsoleText.plain(CaseText.of(one)).indent(2).stripTrailing() + "\n");
        case UNFINISHED -> context.out().println(place + "expects nothing yet: " + one.name() + ". --update writes what happens now");
        case UPDATED -> context.out().println(place + "written: " + one.name() + ". Look whether it is what you want");
        default -> {
          // what went well is only counted
        }
      }
    }
    if (covered != null) {
      print(covered);
    }
    context.out().println(summary(result));
  }

  private void print(Coverage covered) {
    covered.missed().forEach(missed -> context.out().println(missed.file() + ":" + missed.line() + ":" + missed.column()
        + ": no case reaches " + missed.what()));
    context.out().println(covered.reached() + " of " + covered.steps() + " steps are reached");
  }

  private static String summary(CaseRun.Result result) {
    StringBuilder text = new StringBuilder(result.cases().size() + (result.cases().size() == 1 ? " case: " : " cases: "));
    text.append(count(result, CaseResult.Outcome.PASSED)).append(" passed");
    append(text, result, CaseResult.Outcome.FAILED, " failed");
    append(text, result, CaseResult.Outcome.UNFINISHED, " without an expectation");
    append(text, result, CaseResult.Outcome.UPDATED, " written");
    long wrong = result.findings().stream().filter(Finding::isError).count();
    return text.append(wrong == 0 ? "" : ", " + wrong + (wrong == 1 ? " error" : " errors") + " in the cases").toString();
  }

  private static void append(StringBuilder text, CaseRun.Result result, CaseResult.Outcome outcome, String word) {
    long number = count(result, outcome);
    text.append(number == 0 ? "" : ", " + number + word);
  }

  private static long count(CaseRun.Result result, CaseResult.Outcome outcome) {
    return result.cases().stream().filter(one -> one.outcome() == outcome).count();
  }

  private static Map<String, Object> fields(CaseRun.Result result, Coverage covered) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("passed", result.isPassed());
    fields.put("findings", result.findings());
    fields.put("cases", result.cases().stream().map(TestCommand::fields).toList());
    if (covered != null) {
      fields.put("coverage", covered);
    }
    return fields;
  }

  private static Map<String, Object> fields(CaseResult one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", one.file());
    fields.put("line", one.line());
    fields.put("name", one.name());
    fields.put("outcome", one.outcome().name().toLowerCase(Locale.ROOT));
    fields.put("mismatches", one.mismatches());
    fields.put("tookMillis", one.took().toMillis());
    return fields;
  }
}
