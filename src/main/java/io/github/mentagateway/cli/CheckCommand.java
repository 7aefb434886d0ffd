package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.check.SettingFindings;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.testcase.CaseRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is wrong with the route files before they run. It opens no connection and needs no secret. */
@Command(name = "check", sortOptions = false,
    description = "Check the routes: all that can be known without running them. The start asks the same: what passes here starts.",
    footer = {"", "One finding a line, as file:line:column: error or warning: what is there and what to write instead [rule].",
        "Exit codes: 0 no error, 1 errors, 2 wrong usage."})
final class CheckCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "FILE", arity = "0..*",
      description = "Tell of these files or folders only. The others are read all the same, since routes lead to each other.")
  private List<Path> files = List.of();

  @Option(names = "--strict", description = "Take warnings for errors.")
  private boolean strict;

  @Option(names = "--json", description = "Print the findings as a JSON array.")
  private boolean json;

  @Option(names = "--sarif", description = "Print the findings as SARIF 2.1.0, for code review tools.")
  private boolean sarif;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  @Spec
  private CommandSpec spec;

  CheckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (json && sarif) {
      throw new ParameterException(spec.commandLine(), "--json and --sarif exclude each other: choose one");
    }
    List<Path> asked = asked();
    SettingFindings ofSettings = new SettingFindings(context.home(), context.environment());
    Settings settings = context.settingsForCheck(ofSettings::add);
    RouteCheck.Result result = Files.isDirectory(settings.routes()) ? new RouteCheck(settings, context.environment()).run()
        : new RouteCheck.Result(RouteFiles.of(List.of(), Path.of("")), List.of());
    List<Finding> findings = Stream.concat(ofSettings.inOrder(), Stream.concat(result.findings().stream(), new CaseRun(settings).faults().stream())
        .filter(finding -> isAsked(finding, asked))).toList();
    long errors = findings.stream().filter(finding -> strict || finding.isError()).count();
    if (json) {
      print(findings.stream().map(this::fields).toList());
    } else if (sarif) {
      print(Sarif.of(findings, strict));
    } else {
      text(findings, errors, asked.isEmpty() ? result.files().files().size() : -1);
    }
    return errors == 0 ? 0 : 1;
  }

  /** The real paths of what was named. */
  private List<Path> asked() {
    return files.stream().map(file -> {
      try {
        return context.caller().resolve(file).toRealPath();
      } catch (IOException e) {
        throw new ParameterException(spec.commandLine(), file + " is not there: name a file or a folder of routes, or nothing for all", e);
      }
    }).toList();
  }

  private boolean isAsked(Finding finding, List<Path> asked) {
    Path file = context.home().resolve(finding.file());
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file;
      return asked.isEmpty() || asked.stream().anyMatch(real::startsWith);
    } catch (IOException e) {
      return true;
    }
  }

  private String level(Finding finding) {
    return strict || finding.isError() ? "error" : "warning";
  }

  private void text(List<Finding> findings, long errors, int files) {
    PrintWriter out = context.out();
    findings.forEach(finding -> out.println(finding.place() + ": " + level(finding) + ": " + finding.message() + " [" + finding.rule() + "]"));
    out.println((files < 0 ? "" : files + " files: ") + count(errors, "error") + ", " + count(findings.size() - errors, "warning"));
  }

  private static String count(long number, String noun) {
    return (number == 0 ? "no" : String.valueOf(number)) + " " + noun + (number == 1 ? "" : "s");
  }

  private Map<String, Object> fields(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("severity", level(finding));
    fields.put("rule", finding.rule());
    fields.put("file", finding.file());
    fields.put("line", finding.line());
    fields.put("column", finding.column());
    fields.put("message", finding.message());
    return fields;
  }

  private void print(Object document) throws IOException {
    context.out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }
}
