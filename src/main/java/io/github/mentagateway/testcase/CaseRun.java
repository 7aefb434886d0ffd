package io.github.mentagateway.testcase;

import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.sandbox.Answer;
import io.github.mentagateway.sandbox.Sandbox;
import io.github.mentagateway.sandbox.ScriptedAnswer;
import io.github.mentagateway.sandbox.Trace;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Runs the cases of {@code test-cases/} against route files that have passed the check. */
public final class CaseRun {
  /** The rule of a finding that says that a case fails. */
  public static final String FAILED = "failed-case";

  /** A change of what happens fails many cases in the same way. */
  private static final int MOST_TOLD = 3;
  private static final int MOST_SHOWN = 200;

  private final Settings settings;
  private final Path home;

  /** @param settings as they are without secrets */
  public CaseRun(Settings settings) {
    this.settings = settings;
    this.home = settings.home().toAbsolutePath().normalize();
  }

  /**
   * @param findings what is wrong with the case files by themselves
   * @param walked the steps that some case has reached, as {@code file:line}
   */
  public record Result(List<Finding> findings, List<CaseResult> cases, Set<String> walked) {
    public boolean isPassed() {
      return findings.stream().noneMatch(Finding::isError)
          && cases.stream().allMatch(result -> result.outcome() == CaseResult.Outcome.PASSED || result.outcome() == CaseResult.Outcome.UPDATED);
    }
  }

  /**
   * @param only these files and folders; all cases when it is empty
   * @param update whether what happens is written into a case that expects nothing yet
   * @throws Exception when the routes cannot be started
   */
  public Result run(RouteFiles files, Collection<Path> only, boolean update) throws Exception {
    return run(files, only, update, Set.of());
  }

  /** @param accepted destinations that are written into each case that reaches them and does not list them */
  public Result run(RouteFiles files, Collection<Path> only, boolean update, Set<String> accepted) throws Exception {
    List<Finding> findings = new ArrayList<>();
    List<TestCase> cases = CaseFiles.read(home, only, findings);
    List<CaseResult> results = new ArrayList<>();
    CaseUpdate updates = new CaseUpdate(home);
    try (Sandbox sandbox = Sandbox.start(settings, files)) {
      for (TestCase test : cases) {
        results.add(run(test, sandbox, updates, update, accepted));
      }
      updates.write(findings);
      return new Result(List.copyOf(findings), results, sandbox.walked().stream().map(this::shown).collect(Collectors.toSet()));
    }
  }

  /** What is wrong with the case files by themselves, without running one. */
  public List<Finding> faults() throws IOException {
    List<Finding> findings = new ArrayList<>();
    CaseFiles.read(home, List.of(), findings);
    return findings;
  }

  /** The rows that the queries of destinations give in all cases that say nothing else, by channel. */
  public Map<String, List<ScriptedAnswer>> usualRows() throws IOException {
    Map<String, List<ScriptedAnswer>> rows = new TreeMap<>();
    CaseFiles.usual(home).forEach((channel, answers) ->
        rows.put(channel, answers.stream().filter(answer -> answer.answer() instanceof Answer.Rows).toList()));
    return rows;
  }

  /** As the place of a finding shows a file. */
  private String shown(String place) {
    Path file = Path.of(place);
    return file.startsWith(home) ? home.relativize(file).toString() : place;
  }

  /**
   * All cases, as findings beside those of the check: a case that fails is an error at its place. A case that expects nothing yet says
   * nothing.
   *
   * @throws Exception when the routes cannot be started
   */
  public List<Finding> findings(RouteFiles files) throws Exception {
    Result result = run(files, List.of(), false);
    List<Finding> findings = new ArrayList<>(result.findings());
    List<CaseResult> failed = result.cases().stream().filter(one -> one.outcome() == CaseResult.Outcome.FAILED).toList();
    failed.stream().limit(MOST_TOLD).forEach(one -> {
      Mismatch first = one.mismatches().get(0);
      findings.add(new Finding(Severity.ERROR, FAILED, first.file(), first.line(), first.column(), "the case '" + one.name() + "' fails: "
          + difference(first) + (one.mismatches().size() == 1 ? "" : " (and " + (one.mismatches().size() - 1) + " more)")
          + (failed.size() > MOST_TOLD ? "; " + failed.size() + " cases fail" : "") + ". Mend the route, or the case; 'test' shows all of it"));
    });
    return findings;
  }

  /** The first lines that differ: of a whole mail they would not be seen. */
  private static String difference(Mismatch mismatch) {
    String[] expected = mismatch.expected().split("\n");
    String[] actual = mismatch.actual().split("\n");
    int line = 0;
    while (line < Math.min(expected.length, actual.length) - 1 && expected[line].equals(actual[line])) {
      line++;
    }
    return mismatch.what() + " is " + Masks.oneLine(actual[line], MOST_SHOWN) + ", and it expects " + Masks.oneLine(expected[line], MOST_SHOWN);
  }

  private static CaseResult run(TestCase test, Sandbox sandbox, CaseUpdate updates, boolean update, Set<String> accepted) throws IOException {
    long begun = System.nanoTime();
    List<Mismatch> mismatches = new ArrayList<>();
    CaseResult.Outcome outcome = CaseResult.Outcome.PASSED;
    try {
      Trace trace = sandbox.run(test.scenario());
      Report report = Report.of(trace);
      if (test.expectation() != null) {
        Set<String> added = updates.accept(test, report, accepted);
        outcome = added.isEmpty() ? outcome : CaseResult.Outcome.UPDATED;
        report = report.without(added);
        mismatches.addAll(Expectation.compare(test, report, sandbox::filled));
        trace.unused().forEach(answer -> mismatches.add(mismatch(test, RouteYaml.at(test.at(), "destinations"), "destinations",
            "each answer is used", "no call took " + answer)));
      } else if (update && updates.add(test, report)) {
        outcome = CaseResult.Outcome.UPDATED;
      } else if (update) {
        mismatches.add(mismatch(test, test.at(), "expect", "a case that --update can write into: each of its keys on a line of its own",
            "a case in braces"));
      } else {
        outcome = CaseResult.Outcome.UNFINISHED;
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      mismatches.add(mismatch(test, test.at(), "case", "it runs", e.toString()));
    }
    int[] place = place(test.document(), test.at());
    return new CaseResult(test.document().file(), place[0], place[1], test.name(),
        mismatches.isEmpty() ? outcome : CaseResult.Outcome.FAILED, mismatches, Duration.ofNanos(System.nanoTime() - begun));
  }

  private static Mismatch mismatch(TestCase test, Node at, String what, String expected, String actual) {
    int[] place = place(test.document(), at);
    return new Mismatch(test.document().file(), place[0], place[1], what, expected, actual);
  }

  /** The line and the column. */
  static int[] place(RouteYaml document, Node at) {
    String[] parts = document.place(at).split(":");
    return new int[] {Integer.parseInt(parts[parts.length - 2]), Integer.parseInt(parts[parts.length - 1])};
  }
}
