package io.github.mentagateway.testcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseRunTest {
  private static final String FILE = "test-cases/t.case.yaml";

  @TempDir
  private Path home;
  private CaseFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new CaseFolder(home);
  }

  private String told(String cases) throws Exception {
    return CaseFolder.told(folder.write(FILE, cases).run());
  }

  /** A listing goes to one destination, by one call. */
  private static String listing(String expectation) {
    return "- case: A listing\n  given:\n    - sample: listing.updated.json\n  expect:\n" + expectation.indent(4);
  }

  @Test
  void a_change_of_a_url_shows_both_at_the_line_of_the_expectation() throws Exception {
    folder.replace("routes/destinations/fulfilment.camel.yaml", "/owner", "/holder");

    assertThat(told("""
        - case: The owner
          given:
            - sample: ticket.updated.flat.json
          expect:
            deliveries:
              ticket-ownership:
                - ends: delivered
              owner-mail:
                - ends: delivered
              fulfilment:
                - ends: delivered
                  calls:
                    - method: PUT
                      url: http://127.0.0.1:9877/fulfilment/tickets/00001/owner
        """)).isEqualTo("""
        FAILED The owner
        test-cases/t.case.yaml:14:20: deliveries.fulfilment[1].calls[1].url
            expected  http://127.0.0.1:9877/fulfilment/tickets/00001/owner
            actual    http://127.0.0.1:9877/fulfilment/tickets/00001/holder""");
  }

  @Test
  void an_end_that_nobody_expected_is_told_with_its_reason() throws Exception {
    folder.replace("routes/destinations/fulfilment.camel.yaml", "{newOwnerEmail}", "{newOwner}");

    assertThat(told("""
        - case: The owner
          given:
            - sample: ticket.updated.flat.json
          expect:
            deliveries:
              ticket-ownership: [{ends: delivered}]
              owner-mail: [{ends: delivered}]
              fulfilment:
                - ends: delivered
        """)).isEqualTo("""
        FAILED The owner
        test-cases/t.case.yaml:9:17: deliveries.fulfilment[1].ends
            expected  delivered
            actual    dead-letter, because: the field 'newOwner' is missing in ticket.updated: list it in the kamelet's parameter 'optional' if it\
         may be missing""");
  }

  @Test
  void destinations_behave_in_all_cases_as_their_file_says_until_a_case_says_otherwise() throws Exception {
    folder.write("test-cases/destinations.yaml", """
        platform-events:
          - status: 503
            times: 1
        crm:
          - status: 200
        """);

    assertThat(told("""
        - case: As usual
          given:
            - sample: listing.updated.json
          expect:
            deliveries:
              platform-events: [{ends: delivered, attempts: 2}]

        - case: As usual once more
          given:
            - sample: listing.updated.json
          expect:
            deliveries:
              platform-events: [{ends: delivered, attempts: 2}]

        - case: Down for longer
          given:
            - sample: listing.updated.json
          destinations:
            platform-events:
              - status: 503
                times: 2
          expect:
            deliveries:
              platform-events: [{ends: delivered, attempts: 3}]
        """)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      - platform-events               | 1:1: must be a mapping from the names of channels to their answers
      'platform-events: {status: 1}'  | 1:18: the answers of 'platform-events' must be a list
      'platform-events: [{staus: 1}]' | 1:20: an answer has no 'staus'; did you mean 'status'?
      '# nothing'                     | 1:1: the file is empty: write a destination into it, or remove it
      """)
  void a_fault_of_the_file_of_the_destinations_is_told_at_its_place(String content, String told) throws Exception {
    folder.write("test-cases/destinations.yaml", content + "\n");

    assertThat(folder.run().findings()).extracting(Object::toString).anyMatch(finding ->
        finding.startsWith("test-cases/destinations.yaml:" + told));
  }

  @Test
  void a_change_of_a_mail_shows_the_lines_that_are_other() throws Exception {
    folder.replace("routes/mail/owner-changed.txt", "You find it in your account.", "It is in your account now.");

    assertThat(told("""
        - case: The mail
          given:
            - sample: ticket.updated.flat.json
          expect:
            deliveries:
              ticket-ownership: [{ends: delivered}]
              fulfilment: [{ends: delivered}]
              owner-mail:
                - calls:
                    - text: |
                        Hello,

                        the resale is done: ticket 00001 is now in your name (new_owner@email.com).
                        You find it in your account.

                        Reference: {notificationId}
        """)).isEqualTo("""
        FAILED The mail
        test-cases/t.case.yaml:10:21: deliveries.owner-mail[1].calls[1].text
            - expected
            + actual
              Hello,
             \s
              the resale is done: ticket 00001 is now in your name (new_owner@email.com).
            - You find it in your account.
            + It is in your account now.
             \s
              Reference: case-10000""");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      deliveries: {} | deliveries.platform-events | it is not reached
      deliveries: {crm: [{ends: delivered}], platform-events: [{}]} | deliveries.crm | it is not reached; reached are: platform-events
      deliveries: {platform-events: [{}, {}]} | deliveries.platform-events[2] | only 1
      deliveries: {platform-events: [{attempts: 2}]} | attempts | actual    1
      deliveries: {platform-events: [{calls: []}]} | calls[1] | - none
      deliveries: {platform-events: [{calls: [{times: 2}]}]} | calls[2] | only 1
      deliveries: {platform-events: [{calls: [{body: {id: 1}}]}]} | calls[1].body | lst_9f2
      deliveries: {platform-events: [{calls: [{headers: {x-key: abc}}]}]} | calls[1].headers.x-key | actual    nothing
      deliveries: {platform-events: [{calls: [{headers: {idempotency-key: abc}}]}]} | calls[1].headers | case-10000.platform-events
      deliveries: {platform-events: [{calls: [{sql: SELECT 1}]}]} | calls[1].sql | there is no such field
      deliveries: {platform-events: [{end: delivered}]} | platform-events[1].end | did you mean 'ends'?
      deliveries: {platform-events: [{ends: waiting}]} | platform-events[1].ends | actual    delivered
      deliveries: {platform-events: delivered} | deliveries.platform-events | a list
      deliveries: {platform-events: [delivered]} | deliveries.platform-events[1] | a mapping
      deliveries: {platform-events: [{}], crm: {ends: delivered}} | deliveries.crm | a list
      deliveries: {platform-events: [{calls: [POST]}]} | calls[1] | a mapping
      deliveries: {platform-events: [{calls: [{headers: [a]}]}]} | calls[1].headers | a mapping
      deliveries: {platform-events: [{calls: [{times: "1"}]}]} | calls.times | a whole number from 1
      deliveries: {platform-events: [{calls: [{method: "POST "}]}]} | calls[1].method | POST
      {quarantine: {reason: x}, deliveries: {platform-events: [{}]}} | quarantine | a list
      {answers: [duplicate], deliveries: {platform-events: [{}]}} | answers[1] | actual    accepted
      {quarantine: [{reason: x}], deliveries: {platform-events: [{}]}} | quarantine[1] | none
      """)
  void an_expectation_that_does_not_hold_fails_with_its_part(String expectation, String part, String shown) throws Exception {
    assertThat(told(listing(expectation))).startsWith("FAILED A listing\ntest-cases/t.case.yaml:").contains(part, shown);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      deliveries: {platform-events: [{}]}
      deliveries: {platform-events: [{ends: delivered, attempts: 1, entity: "listing:lst_9f2", waits: []}]}
      deliveries: {platform-events: [{reason: null, calls: [{headers: {x-key: null}}]}]}
      deliveries: {platform-events: [{calls: [{step: post-event, method: POST, headers: {idempotency-key: "{deliveryId}"}}]}]}
      """)
  void an_expectation_that_holds_passes(String expectation) throws Exception {
    assertThat(told(listing(expectation))).isEmpty();
  }

  @Test
  void what_is_quarantined_and_not_expected_fails() throws Exception {
    assertThat(told("""
        - case: Unknown
          given:
            - sample: product.unknown.json
          expect:
            deliveries: {}
        """)).contains("quarantine[1]", "no route takes the action ''product.deactivated''");
  }

  @Test
  void a_copy_that_is_not_expected_fails() throws Exception {
    assertThat(told("""
        - case: Twice
          given:
            - sample: ticket.updated.flat.json
            - sample: ticket.updated.flat.json
          expect:
            deliveries: {fulfilment: [{}], owner-mail: [{}], ticket-ownership: [{}]}
        """)).contains("t.case.yaml:6:5: answers\n    expected  accepted\n    actual    duplicate");
  }

  @Test
  void an_answer_that_no_call_takes_fails() throws Exception {
    assertThat(told("""
        - case: Slip
          given:
            - sample: listing.updated.json
          destinations:
            platform-event:
              - status: 503
            platform-events:
              - changed: 0
          expect:
            deliveries: {platform-events: [{}]}
        """)).contains("t.case.yaml:5:5: destinations\n    expected  each answer is used\n    actual    no call took platform-event: ",
            "no call took platform-events: ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      - case: A | 1:3: a case needs 'given'
      - given: [{sample: listing.updated.json}] | 1:3: a case needs a name
      - {case: A, given: [{sampel: x}]} | 1:22: a notification has no 'sampel'; did you mean 'sample'?
      - {case: A, given: [{sample: x.json}]} | 1:30: 'x.json' is not in samples; there are: documentation.json
      - {case: A, given: [{sample: ../pom.xml}]} | '../pom.xml' is not in samples
      - {case: A, given: [{sample: listing.updated.json, text: a}]} | exactly one of
      - {case: A, given: [{text: a, after: 5}]} | 'after' is '5': it must be a whole number with a unit
      - {case: A, given: [{text: a, at: "2026-03-02 23:30"}]} | 'at' is '2026-03-02 23:30': it must be a time with its offset from UTC
      - {case: A, given: [{text: a}, {text: b, at: "2026-03-02T23:30:00Z"}]} | 'at' says when the first notification comes
      - {case: A, given: [{text: a, after: 1h, at: "2026-03-02T23:30:00Z"}]} | 'at' says when the first notification comes
      - {case: A, given: x} | 'given' must be a list
      - {case: A, given: [{text: a}], destinations: {f: [{status: 99}]}} | 'status' is '99': it must be a whole number from 200 to 599
      - {case: A, given: [{text: a}], destinations: {f: [{times: 2}]}} | an answer needs exactly one of
      - {case: A, given: [{text: a}], destinations: {f: [{failure: down}]}} | it must be refused (no connection) or timeout
      - {case: A, given: [{text: a}], destinations: {f: [{sqlState: 5}]}} | it must be a SQLState
      - {case: A, given: [{text: a}], expects: {}} | a case has no 'expects'; did you mean 'expect'?
      - {case: A, given: [{text: a}], expect: delivered} | 'expect' must be a mapping
      - {case: A, given: [{text: a}], expect: } | 'expect' must be a mapping
      - {case: A, given: [{text: a}], destinations: [f]} | 'destinations' must be a mapping
      - {case: A, given: [{text: a}], destinations: {f: {status: 503}}} | the answers of 'f' must be a list
      - {case: A, given: [{text: a}], destinations: {f: [{rows: {a: 1}}]}} | 'rows' must be a list
      - {case: A, given: [{text: [a]}]} | 'text' must be a text or a number
      - {case: A, given: [{text: a, headers: [a]}]} | 'headers' must be a mapping
      - {case: A, given: [{sample: "a\\0b"}]} | cannot be read
      - {case: A, given: [*a]} | no YAML
      - &a [*a] | holds itself
      - {case: A, given: [{text: a}], <<: {}} | a case has no '<<'
      case: A | holds no list of cases
      """)
  void a_slip_in_a_case_is_told_with_its_place_and_the_case_does_not_run(String text, String told) throws Exception {
    CaseRun.Result result = folder.write(FILE, text).run();

    assertThat(CaseFolder.told(result)).startsWith("test-cases/t.case.yaml:1:").contains(told);
    assertThat(result.cases()).isEmpty();
  }

  private CaseFolder withWindow(String window) throws IOException {
    return folder.replace("routes/destinations/platform-events.camel.yaml", "uri: durable:platform-events\n",
        "uri: durable:platform-events\n      parameters:\n        window: \"" + window + "\"\n");
  }

  @Test
  void what_comes_at_night_is_delivered_in_the_morning_and_a_retry_waits_too() throws Exception {
    withWindow("08:00-20:00 Europe/Madrid");

    assertThat(told("""
        - case: At night
          given:
            - sample: listing.updated.json
              at: 2026-03-02T23:30:00+01:00
          expect:
            deliveries:
              platform-events:
                - ends: delivered
                  attempts: 1
                  at: 2026-03-03T08:00:00+01:00
                  calls: [{method: POST}]
        - case: By day
          given:
            - sample: listing.updated.json
          expect:
            deliveries: {platform-events: [{at: "2026-03-02T12:00:00Z", attempts: 1}]}
        - case: Just before the end
          given:
            - sample: listing.updated.json
              at: 2026-03-02T19:59:58+01:00
          destinations: {platform-events: [{status: 503, times: 1}]}
          expect:
            deliveries: {platform-events: [{ends: delivered, attempts: 2, at: "2026-03-02T18:59:58Z", waits: [43202s]}]}
        """)).isEmpty();
  }

  @Test
  void what_comes_on_friday_night_waits_over_the_weekend_and_what_comes_behind_it_keeps_its_time() throws Exception {
    withWindow("MON-FRI 08:00-20:00 Europe/Madrid");

    assertThat(told("""
        - case: The weekend
          given:
            - sample: listing.updated.json
              at: 2026-03-06T20:00:00+01:00
            - sample: ticket.updated.flat.json
              after: 1h
          expect:
            deliveries:
              platform-events: [{at: "2026-03-09T08:00:00+01:00"}]
              fulfilment: [{at: "2026-03-06T21:00:00+01:00"}]
              owner-mail: [{}]
              ticket-ownership: [{}]
        """)).isEmpty();
  }

  @Test
  void a_time_that_is_other_is_shown_with_the_offset_of_the_case() throws Exception {
    withWindow("08:00-20:00 Europe/Madrid");

    assertThat(told("""
        - case: At night
          given:
            - sample: listing.updated.json
              at: 2026-03-02T23:30:00+01:00
          expect:
            deliveries:
              platform-events:
                - at: 2026-03-03T09:00:00+01:00
                - at: soon
        """)).contains("t.case.yaml:8:15: deliveries.platform-events[1].at\n    expected  2026-03-03T09:00:00+01:00\n"
            + "    actual    2026-03-03T08:00:00+01:00");
    assertThat(told(listing("deliveries: {platform-events: [{at: soon}]}")))
        .contains("expected  a time with its offset from UTC, such as 2026-03-03T08:00:00+01:00\n    actual    soon");
  }

  @Test
  void a_default_window_is_for_destinations_and_the_router_works_on() throws Exception {
    folder.write("config/application.properties", folder.read("config/application.properties")
        + "\ngateway.delivery.window=08:00-20:00 Europe/Madrid\n")
        .replace("routes/destinations/owner-mail.camel.yaml", "      uri: durable:owner-mail\n",
            "      uri: durable:owner-mail\n      parameters:\n        window: always\n");

    assertThat(told("""
        - case: At night
          given:
            - sample: ticket.updated.flat.json
              at: 2026-03-02T23:30:00+01:00
          expect:
            deliveries:
              fulfilment: [{at: "2026-03-03T07:00:00Z"}]
              ticket-ownership: [{at: "2026-03-03T07:00:00Z"}]
              owner-mail: [{at: "2026-03-02T22:30:00Z"}]
        """)).isEmpty();
  }

  @Test
  void an_equal_name_a_tab_and_a_wrong_ending_are_told() throws Exception {
    folder.write(FILE, "- {case: A, given: [{text: a}]}\n- {case: A, given: [{text: a}]}\n")
        .write("test-cases/tab.case.yaml", "- case: A\n\tgiven: []\n").write("test-cases/named.yaml", "- case: A\n");

    assertThat(CaseFolder.told(folder.run())).contains(
        "test-cases/t.case.yaml:2:10: the case 'A' stands twice in this file (first at test-cases/t.case.yaml:1:3)",
        "test-cases/tab.case.yaml:2:1: is no YAML: a tab stands here",
        "test-cases/named.yaml:1:1: is not read: name it *.case.yaml");
  }

  @Test
  void an_update_writes_what_happens_behind_each_case_that_expects_nothing_and_changes_nothing_else() throws Exception {
    String before = """
        # the listings
        - case: Changed
          given:
            - sample: listing.updated.json   # from menta's page

        - case: Nothing comes of it
          given:
            - text: "x"
          expect:
            answers: [quarantined]
            quarantine:
              - {}

        # the last one
        - case: Unknown
          given:
            - text: |
                {"family": "f", "action": "f.a", "data": {}}
        """;
    CaseRun.Result written = folder.write(FILE, before).run(true);

    assertThat(written.cases()).extracting(CaseResult::outcome).containsExactly(
        CaseResult.Outcome.UPDATED, CaseResult.Outcome.PASSED, CaseResult.Outcome.UPDATED);
    assertThat(folder.read(FILE)).isEqualTo("""
        # the listings
        - case: Changed
          given:
            - sample: listing.updated.json   # from menta's page
          expect:
            deliveries:
              platform-events:
                - ends: delivered
                  calls:
                    - method: POST
                      url: http://127.0.0.1:9877/platform-events
                      headers:
                        Idempotency-Key: '{deliveryId}'
                      body:
                        family: listing
                        action: listing.updated
                        type: SINGLE
                        data:
                          id: lst_9f2

        - case: Nothing comes of it
          given:
            - text: "x"
          expect:
            answers: [quarantined]
            quarantine:
              - {}

        # the last one
        - case: Unknown
          given:
            - text: |
                {"family": "f", "action": "f.a", "data": {}}
          expect:
            quarantine:
              - reason: 'no route takes the action ''f.a'': add a branch to routes/router.camel.yaml, then replay it'
            deliveries: {}
        """);
    assertThat(CaseFolder.told(folder.run())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"- {case: A, given: [{sample: listing.updated.json}]}\n", "- {case: A,\n   given: [{sample: listing.updated.json}]}"})
  void an_update_leaves_a_case_in_braces_as_it_is_and_says_so(String text) throws Exception {
    CaseRun.Result result = folder.write(FILE, text).run(true);

    assertThat(folder.read(FILE)).isEqualTo(text);
    assertThat(CaseFolder.told(result)).contains("FAILED A", "each of its keys on a line of its own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- case: A\r\n  given:\r\n    - sample: listing.updated.json\r\n\r\n# the end\r\n",
      "- case: A\n  given: [\n    {sample: listing.updated.json\n    }\n  ]", "\uFEFF- case: Ä 😀\n  given:\n    - sample: listing.updated.json\n  # the end",
      "- case: A\n  given: &g\n    - sample: listing.updated.json\n- case: B\n  given: *g\n", "---\n- given:\n    - text: |+\n        x\n\n\n  case: A\n...\n",
      "-   case: A\n    given:\n    - text: >-\n        x\n        y", "- given:\n  - sample: listing.updated.json\n  case:\n    A"})
  void an_update_keeps_what_the_file_says_however_it_is_written(String text) throws Exception {
    CaseRun.Result result = folder.write(FILE, text).run(true);

    String written = folder.read(FILE);
    assertThat(result.findings()).isEmpty();
    assertThat(CaseFolder.told(folder.run())).isEmpty();
    assertThat(written.lines()).containsAll(text.lines().toList());
    assertThat(written.startsWith("\uFEFF")).isEqualTo(text.startsWith("\uFEFF"));
    assertThat(written.replace("\r\n", "").contains("\n")).isEqualTo(!text.contains("\r\n"));
  }

  @Test
  void an_update_into_what_it_cannot_read_again_changes_nothing() throws Exception {
    String text = "- case: A\n  given: &g\n    - sample: listing.updated.json\n- case: B\n  given:\n    *g\n";

    CaseRun.Result result = folder.write(FILE, text).run(true);

    assertThat(folder.read(FILE)).isEqualTo(text);
    assertThat(CaseFolder.told(result)).contains("nothing was changed in it");
  }

  @Test
  void a_case_that_expects_nothing_has_not_passed() throws Exception {
    CaseRun.Result result = folder.write(FILE, "- case: A\n  given:\n    - sample: listing.updated.json\n").run();

    assertThat(result.cases()).extracting(CaseResult::outcome).containsExactly(CaseResult.Outcome.UNFINISHED);
    assertThat(result.isPassed()).isFalse();
  }

  @Test
  void a_case_begins_with_an_empty_store() throws Exception {
    String once = listing("deliveries: {platform-events: [{}]}");

    assertThat(told(once + once.replace("A listing", "The same again"))).isEmpty();
  }

  @Test
  void a_step_that_no_case_reaches_is_told_with_its_place() throws Exception {
    folder.write(FILE, listing("deliveries: {platform-events: [{}]}"));
    CaseRun.Result result = folder.run();

    Coverage coverage = Coverage.of(io.github.mentagateway.routes.RouteFiles.read(home.resolve("routes"), home), result.walked());

    assertThat(coverage.missed()).extracting(missed -> missed.file() + ":" + missed.line() + " " + missed.what())
        .contains("routes/destinations/fulfilment.camel.yaml:5 the route from 'durable:fulfilment'",
            "routes/router.camel.yaml:14 the branch 'ticket-updated'", "routes/intake.camel.yaml:37 the branch 'not-an-envelope'")
        .noneMatch(missed -> missed.contains("listing-updated") || missed.contains("platform-events.camel"));
  }

  @Test
  void failed_cases_are_findings_beside_those_of_the_check() throws Exception {
    folder.write(FILE, listing("deliveries: {platform-events: [{ends: waiting, attempts: 3}]}") + "- case: B\n  given: [{text: a}]\n");

    assertThat(folder.findings()).extracting(Object::toString).containsExactly("test-cases/t.case.yaml:5:43: the case 'A listing' fails:"
        + " deliveries.platform-events[1].ends is delivered, and it expects waiting (and 1 more). Mend the route, or the case; 'test' shows all"
        + " of it");
  }

  @Test
  void a_placeholder_in_an_expectation_stands_for_the_value_of_the_settings() throws Exception {
    assertThat(told(listing("deliveries: {platform-events: [{calls: [{url: \"{{platform-events.url}}\"}]}]}"))).isEmpty();
    assertThat(told(listing("deliveries: {platform-events: [{calls: [{url: \"{{platform-events.url}}/x\"}]}]}")))
        .contains("expected  http://127.0.0.1:9877/platform-events/x");
    assertThat(told(listing("deliveries: {platform-events: [{calls: [{url: \"{{no.such}}/x\"}]}]}"))).contains("expected  {{no.such}}/x");
  }
}
