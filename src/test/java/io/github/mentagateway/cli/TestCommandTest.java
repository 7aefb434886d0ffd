package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.ShippedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class TestCommandTest {
  @TempDir
  private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    ShippedFolder.copyTo(home);
    Files.createDirectories(home.resolve("test-cases"));
    Files.writeString(home.resolve("test-cases/good.case.yaml"), """
        - case: A listing
          given:
            - sample: listing.updated.json
          expect:
            deliveries: {platform-events: [{ends: delivered}]}
        """);
  }

  private void bad() throws IOException {
    Files.writeString(home.resolve("test-cases/bad.case.yaml"), """
        - case: Payouts & <more>
          given:
            - sample: payouts.delivered.json
          expect:
            deliveries: {platform-events: [{ends: dead-letter}]}
        - case: Not yet
          given:
            - sample: payouts.delivered.json
        """);
  }

  private CommandRun test(String... arguments) {
    return CommandRun.in(home, Map.of(), Stream.concat(Stream.of("test"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void all_passed_is_0() {
    CommandRun run = test();

    assertThat(run.out()).isEqualTo("1 case: 1 passed\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void a_failed_case_and_one_without_an_expectation_are_1_and_told() throws IOException {
    bad();

    CommandRun run = test();

    assertThat(run.out()).isEqualTo("""
        test-cases/bad.case.yaml:1:3: FAILED  Payouts & <more>
          test-cases/bad.case.yaml:5:43: deliveries.platform-events[1].ends
              expected  dead-letter
              actual    delivered

        test-cases/bad.case.yaml:6:3: expects nothing yet: Not yet. --update writes what happens now
        3 cases: 1 passed, 1 failed, 1 without an expectation
        """);
    assertThat(run.code()).isOne();
  }

  @Test
  void only_what_is_named_is_run() throws IOException {
    bad();

    assertThat(test("test-cases/good.case.yaml").code()).isZero();
    assertThat(test("test-cases/none.case.yaml").err()).contains("test-cases/none.case.yaml is not there");
    assertThat(test("test-cases/none.case.yaml").code()).isEqualTo(2);
  }

  @Test
  void an_error_in_the_routes_is_told_and_no_case_is_run() throws IOException {
    Files.writeString(home.resolve("routes/a.camel.yaml"), "- route:\n    id: a\n    from:\n      uri: direct:a\n      steps:\n        - lgo: x\n");

    CommandRun run = test();

    assertThat(run.err()).contains("1 error in the routes, and no case was run; 'check' tells all:", "routes/a.camel.yaml:6:11: there is no step 'lgo'");
    assertThat(run.code()).isOne();
  }

  @Test
  void routes_that_only_camel_finds_fault_with_are_told_in_one_sentence() throws IOException {
    Files.writeString(home.resolve("routes/a.camel.yaml"), "- route:\n    id: a\n    from:\n      uri: direct:a\n      steps:\n"
        + "        - bean:\n            ref: thereIsNone\n");

    CommandRun run = test();

    assertThat(run.err()).startsWith("menta-gateway: ").contains("thereIsNone").doesNotContain("\tat ");
    assertThat(run.code()).isOne();
  }

  @Test
  void the_results_are_written_as_junit_has_them() throws Exception {
    bad();

    test("--junit", "report.xml");

    Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(home.resolve("report.xml").toFile()).getDocumentElement();
    assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    Element failure = (Element) suites.getElementsByTagName("failure").item(0);
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("Payouts & <more>");
    assertThat(failure.getTextContent()).contains("expected  dead-letter");
    assertThat(suites.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  @Test
  void json_has_all_of_it() throws Exception {
    bad();

    JsonNode result = new ObjectMapper().readTree(test("--json", "--coverage").out());

    assertThat(result.path("passed").asBoolean()).isFalse();
    assertThat(result.path("cases").findValuesAsText("outcome")).containsExactly("failed", "unfinished", "passed");
    assertThat(result.path("cases").path(0).path("mismatches").path(0).path("actual").asText()).isEqualTo("delivered");
    assertThat(result.path("coverage").path("missed").size()).isPositive();
  }

  @Test
  void without_cases_it_says_so() throws IOException {
    Files.delete(home.resolve("test-cases/good.case.yaml"));

    assertThat(test().out()).isEqualTo("0 cases: 0 passed\n");
    assertThat(test().code()).isZero();
  }
}
