package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every name that an author writes is known, or told with its place and the name that was meant. */
class NameRuleTest {
  private static final String FULFILMENT = "routes/destinations/fulfilment.camel.yaml";
  private static final String OWNER_MAIL = "routes/destinations/owner-mail.camel.yaml";
  private static final String OWNERSHIP = "routes/destinations/ticket-ownership.camel.yaml";
  private static final String ROUTER = "routes/router.camel.yaml";
  private static final String TEXT = "routes/mail/owner-changed.txt";
  private static final String STEPS = "      steps:\n";

  @TempDir
  private Path home;
  private CheckedFolder folder;

  @BeforeEach
  void whatIsShipped() throws IOException {
    folder = CheckedFolder.shipped(home);
  }

  private List<String> told() {
    return folder.printed();
  }

  @Test
  void a_field_in_a_parameter_that_no_sample_has() throws IOException {
    folder.replace(OWNER_MAIL, "{newOwnerEmail}", "{newOwnerEmial}");
    folder.replace(OWNERSHIP, ":?data.id", ":?data.idd");
    folder.replace(FULFILMENT, "\"{oldOwnerEmail}\"", "\"{oldOwnerMail}\"").replace(FULFILMENT, "optional: oldOwnerEmail", "optional: oldOwnerMail")
        .replace(FULFILMENT, "/{data.id}/", "/{data.number}/");

    assertThat(told()).containsExactly(
        FULFILMENT + ":14:20: WARNING: 'url' names {data.number}, which is neither a variable nor a field that a notification in samples/ has."
            + " Each such delivery would be a dead letter: correct the name, or add a sample that has it",
        FULFILMENT + ":15:21: WARNING: 'json' names {oldOwnerMail}, which is neither a variable nor a field that a notification in samples/ has;"
            + " did you mean 'oldOwnerEmail'? Each such delivery would be a dead letter: correct the name, or add a sample that has it",
        OWNER_MAIL + ":13:19: WARNING: 'to' names {newOwnerEmial}, which is neither a variable nor a field that a notification in samples/ has;"
            + " did you mean 'newOwnerEmail'? Each such delivery would be a dead letter: correct the name, or add a sample that has it",
        OWNERSHIP + ":14:20: WARNING: 'sql' names :?data.idd, which is neither a variable nor a field that a notification in samples/ has;"
            + " did you mean 'data.id'? Each such delivery would be a dead letter: correct the name, or add a sample that has it");
  }

  @Test
  void a_name_in_a_parameter_as_simple_has_it() throws IOException {
    folder.replace(OWNER_MAIL, "{newOwnerEmail}", "{body.data.newOwnerEmail}");
    folder.replace(FULFILMENT, "\"{metadata.nominal}\"", "\"{metadata[nominal]}\"").replace(FULFILMENT, "\"{sequence}\"", "\"${variable.sequence}\"")
        .replace(FULFILMENT, "optional: oldOwnerEmail, metadata.nominal, sequence", "optional: oldOwnerEmail");

    assertThat(told()).containsExactly(
        FULFILMENT + ":15:21: WARNING: 'json' has ${variable.sequence}, whose $ would be sent too: a value is written {sequence} here",
        FULFILMENT + ":15:21: WARNING: 'json' has {metadata[nominal]}, which is sent as it stands: a value is written {name} here, such as"
            + " {data.id} or {metadata.nominal.fullName}",
        OWNER_MAIL + ":13:19: WARNING: 'to' names {body.data.newOwnerEmail}, which is neither a variable nor a field that a notification in"
            + " samples/ has; did you mean 'data.newOwnerEmail'? Each such delivery would be a dead letter: correct the name, or add a sample that has it");
  }

  @Test
  void a_condition_on_what_a_notification_does_not_have() throws IOException {
    folder.replace(ROUTER, "${body.action} == 'listing.created'", "${body.acton} == 'listing.created'")
        .replace(ROUTER, "${body.action} == 'listing.updated'", "${body.action} == 'listing.updated' && ${body.data[typ]} == 'SINGLE'")
        .replace(ROUTER, "${body.action} == 'listing.deleted'", "${body.action} == 'listing.deleted' && ${body?.metadata[nominal][fullNmae]} != null")
        .replace(ROUTER, "${body.action} == 'payouts.delivered'", "${body.action} == 'payouts.delivered' && ${body[data][id]} != null");

    assertThat(told()).filteredOn(finding -> !finding.contains("no branch takes")).containsExactly(
        ROUTER + ":46:33: ERROR: ${body.acton} fails each time: a notification has no 'acton'; did you mean 'action'? It has action, data, extras,"
            + " family, metadata, type",
        ROUTER + ":56:33: WARNING: ${body.data[typ]} is a field that no notification in samples/ has; did you mean ${body.type}? It would be empty:"
            + " correct the name, or add a sample that has it",
        ROUTER + ":66:33: WARNING: ${body?.metadata[nominal][fullNmae]} is a field that no notification in samples/ has; did you mean"
            + " 'metadata.nominal.fullName'? It would be empty: correct the name, or add a sample that has it",
        ROUTER + ":86:33: ERROR: ${body[data][id]} fails each time: the notification itself has no [data]: write ${body.data[id]}");
  }

  @Test
  void a_field_behind_a_dot_which_is_a_method_there() throws IOException {
    folder.replace(OWNERSHIP, STEPS, STEPS + "        - log:\n            message: \"${body.data.id} ${body.data.nominal.fullName} ${body.data.size} ${body.data.isEmpty()}\"\n");

    assertThat(told()).filteredOn(finding -> finding.contains(" ERROR: ")).containsExactly(
        OWNERSHIP + ":9:22: ERROR: ${body.data.id} fails each time: behind a dot stands a method, and 'data' has none called 'id': write"
            + " ${body.data[id]}",
        OWNERSHIP + ":9:22: ERROR: ${body.data.nominal.fullName} fails each time: behind a dot stands a method, and 'data' has none called 'nominal':"
            + " write ${body.data[nominal][fullName]}");
  }

  @Test
  void names_in_the_text_of_a_mail() throws IOException {
    folder.replace(TEXT, "Ticket ${body.data[id]}", "Ticket ${body.data.id}").replace(TEXT, "ticket ${body.data[id]}", "ticket ${body.dta[id]}")
        .replace(TEXT, "${variable.notificationId}", "${variable.notificatonId}");

    assertThat(told()).containsExactly(
        TEXT + ":1:17: ERROR: ${body.data.id} fails each time: behind a dot stands a method, and 'data' has none called 'id':"
            + " write ${body.data[id]}",
        TEXT + ":5:28: ERROR: ${body.dta[id]} fails each time: a notification has no 'dta'; did you mean 'data'? It has"
            + " action, data, extras, family, metadata, type",
        TEXT + ":8:12: WARNING: ${variable.notificatonId} is a variable that nothing sets; did you mean 'notificationId'? It would be"
            + " empty in the mail: correct the name, or set it before");
  }

  @Test
  void a_variable_that_nothing_sets() throws IOException {
    folder.replace(OWNERSHIP, STEPS, STEPS + """
                - setVariable:
                    name: show
                    expression:
                      variable:
                        expression: entitty
                - to:
                    id: ask
                    description: x
                    uri: kamelet:database-query
                    variableReceive: rows
                    parameters:
                      database: platform
                      sql: SELECT 1 FROM tickets WHERE id = :?data.id AND show_id = :?shwo
                - log:
                    message: "${variable.show} ${variable.header:res.CamelFileName} ${variable.rows[0][id]} ${variable.rows.size} ${variable.rwos[0]} ${variableAs(attempts, Integer)}"
        """);

    assertThat(told()).containsExactly(
        OWNERSHIP + ":12:29: WARNING: ${variable.entitty} is a variable that nothing sets; did you mean 'entity'? It would be empty: correct the name, or"
            + " set it before",
        OWNERSHIP + ":20:20: WARNING: 'sql' names :?shwo, which is neither a variable nor a field that a notification in samples/ has; did you mean"
            + " 'show'? Each such delivery would be a dead letter: correct the name, or add a sample that has it",
        OWNERSHIP + ":22:22: WARNING: ${variable.rwos[0]} is a variable that nothing sets; did you mean 'rows'? It would be empty: correct the name, or"
            + " set it before",
        OWNERSHIP + ":22:22: WARNING: ${variableAs(attempts, Integer)} is a variable that nothing sets; did you mean 'attempt'? It would be empty:"
            + " correct the name, or set it before");
  }

  @Test
  void nothing_is_said_where_the_body_may_be_something_else() throws IOException {
    folder.write("routes/destinations/x.camel.yaml", """
        - route:
            id: x
            from:
              uri: direct:x
              steps:
                - setVariable:
                    name: mine
                    expression:
                      simple:
                        expression: "${body.data[id]}"
                - to:
                    uri: kamelet:database-query
                    parameters:
                      database: platform
                      sql: SELECT show_id, email FROM ticket_holders WHERE id = :?data.id
                - log:
                    message: "${body[0][email]} ${body.size}"
                - split:
                    expression:
                      simple:
                        expression: "${body}"
                    steps:
                      - to:
                          uri: kamelet:rest-call
                          parameters:
                            url: http://h/{email}?mine={mine}
                      - to:
                          uri: durable:y
        - route:
            id: y
            from:
              uri: durable:y
              steps:
                - log:
                    message: "${body[email]} ${body.data[nothing]}"
                - to:
                    uri: kamelet:rest-call
                    parameters:
                      url: http://h/{email}
        """).replace(OWNERSHIP, STEPS, STEPS + """
                - to:
                    uri: direct:x
        """).replace(FULFILMENT, STEPS, STEPS + """
                - choice:
                    when:
                      - expression:
                          simple:
                            expression: "${body.type} == 'MULTI'"
                        steps:
                          - setBody:
                              expression:
                                simple:
                                  expression: "${body.data}"
                - log:
                    message: "${body.id} ${body[id]}"
                - to:
                    uri: direct:loop
        - route:
            id: loop
            from:
              uri: direct:loop
              steps:
                - log:
                    message: "${body.id} ${body.data[nothing]} ${variable.mine}"
                - to:
                    uri: direct:loop
        """);

    assertThat(folder.findings("unknown-field", "unknown-property", "unknown-variable", "bare-name", "not-checked")).isEmpty();
  }

  /** What runs beside any route may have changed its body. */
  @Test
  void nothing_is_said_of_bodies_where_something_intercepts() throws IOException {
    folder.write("routes/x.camel.yaml", """
        - interceptFrom:
            uri: durable:fulfilment
            steps:
              - setBody:
                  expression:
                    simple:
                      expression: "${body.data}"
        """).replace(FULFILMENT, STEPS, STEPS + """
                - log:
                    message: "${body[id]} ${body.size}"
        """);

    assertThat(folder.findings("unknown-field", "unknown-property")).isEmpty();
  }

  @Test
  void a_channel_whose_name_stands_among_the_parameters_is_followed_too() throws IOException {
    folder.write("routes/destinations/x.camel.yaml", """
        - route:
            id: x
            from:
              uri: direct
              parameters:
                name: x
              steps:
                - log:
                    message: "${body.tpye}"
        """).replace(FULFILMENT, STEPS, STEPS + """
                - to:
                    uri: direct
                    parameters:
                      name: x
        """);

    assertThat(told()).anyMatch(finding -> finding.contains("${body.tpye} fails each time"));
  }

  @Test
  void the_quotes_of_a_word_processor_are_told_without_the_text_which_may_be_a_secret() throws IOException {
    folder.replace(OWNERSHIP, STEPS, STEPS + """
                - to:
                    uri: https://crm.example
                    parameters:
                      authPassword: “hunter2secret”
        """);

    assertThat(folder.check()).extracting(Finding::message).anyMatch(message -> message.startsWith("the quotes “…” around the text"))
        .noneMatch(message -> message.contains("hunter2secret"));
  }

  @Test
  void a_body_is_followed_over_channels_and_through_branches() throws IOException {
    folder.write("routes/destinations/x.camel.yaml", """
        - route:
            id: x
            from:
              uri: direct:x
              steps:
                - to:
                    uri: kamelet:database-query
                    variableReceive: rows
                    parameters:
                      database: platform
                      sql: SELECT show_id FROM ticket_holders WHERE id = :?data.id
                - choice:
                    when:
                      - expression:
                          simple:
                            expression: "${variable.rows.size} == 0"
                        steps:
                          - to:
                              uri: durable:dead-letters
                              parameters:
                                reason: no show of ${body.data[idd]}
                    otherwise:
                      steps:
                        - to:
                            uri: durable:y
                - log:
                    message: "${body.data[iid]}"
        - route:
            id: y
            from:
              uri: durable:y
              steps:
                - log:
                    message: "${body.data[idx]} ${variable.row}"
        """).replace(OWNERSHIP, STEPS, STEPS + """
                - to:
                    uri: direct:x
        """);

    assertThat(folder.findings("unknown-field", "unknown-variable")).extracting(finding -> finding.replaceFirst("; did you .*", "")).containsExactly(
        "routes/destinations/x.camel.yaml:21:33: ${body.data[idd]} is a field that no notification in samples/ has",
        "routes/destinations/x.camel.yaml:27:22: ${body.data[iid]} is a field that no notification in samples/ has",
        "routes/destinations/x.camel.yaml:34:22: ${body.data[idx]} is a field that no notification in samples/ has",
        "routes/destinations/x.camel.yaml:34:22: ${variable.row} is a variable that nothing sets");
  }

  @Test
  void a_variable_does_not_go_through_a_channel() throws IOException {
    folder.replace(OWNERSHIP, STEPS, STEPS + """
                - setVariable:
                    name: priority
                    expression:
                      constant:
                        expression: high
                - to:
                    uri: durable:y
        """).write("routes/destinations/y.camel.yaml", """
        - route:
            id: y
            from:
              uri: durable:y
              steps:
                - log:
                    message: "${variable.priority}"
        """);

    assertThat(folder.findings("unknown-variable")).containsExactly("routes/destinations/y.camel.yaml:7:22: ${variable.priority} is a variable that"
        + " only " + OWNERSHIP + " sets, and a send to a channel carries none but the gateway's own. It would be empty: correct the name, or set it"
        + " before");
  }
}
