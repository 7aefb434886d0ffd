package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody writes on a Friday afternoon who knows another tool, or thinks of something else, is told before it takes effect. */
class CarelessEditsTest {
  private static final String FULFILMENT = "routes/destinations/fulfilment.camel.yaml";
  private static final String OWNER_MAIL = "routes/destinations/owner-mail.camel.yaml";
  private static final String OWNERSHIP = "routes/destinations/ticket-ownership.camel.yaml";
  private static final String ROUTER = "routes/router.camel.yaml";
  private static final String TEXT = "routes/mail/owner-changed.txt";
  private static final String ADDRESS = ", which is not exactly one address: write {name} of one field alone, or one address; send to several from a"
      + " route each";
  private static final String STAYS = " stays as it is: in a mail's text a value is written in Simple, such as ${body.data[id]} or"
      + " ${variable.notificationId}";

  @TempDir
  private Path home;

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("a constant with an expression", FULFILMENT, "        - to:\n", "        - setHeader:\n            name: X\n            expression:\n"
            + "              constant:\n                expression: \"${body.data[id]}\"\n        - to:\n",
            "11:15: a 'constant' stays as it is written, its ${…} too: write 'simple' in its place"),
        edit("a format whose jar is not there", FULFILMENT, "        - to:\n", "        - marshal:\n            csv: {}\n        - marshal:\n"
            + "            json:\n              library: Gson\n        - marshal:\n            mimeMultipart: {}\n        - to:\n",
            "9:13: the data format 'csv' is not in the gateway: add it with ./menta-gateway lib add camel-csv",
            "11:13: the data format 'gson' is not in the gateway: add it with ./menta-gateway lib add camel-gson"),
        edit("an URL with one slash, in a setting", "config/application.properties", "fulfilment.url=http://", "fulfilment.url=http:/",
            "14:20: url is 'http:/…/fulfilment/tickets/{data.id}/owner': it must be http:// or https:// with a fixed host; {name} may stand in the path"
            + " and the query; no blank, no '#'; what {{…}} stands for is in config/application.properties"),
        edit("a setting that was emptied", "config/application.properties", "fulfilment.url=http", "fulfilment.url=\n#",
            "14:20: url is '/tickets/{data.id}/owner': it must be http:// or https:// with a fixed host; {name} may stand in the path"
            + " and the query; no blank, no '#'; what {{…}} stands for is in config/application.properties"),
        edit("a name in SQL as the other parameters have it", OWNERSHIP, ":?newOwnerEmail", "{newOwnerEmail}",
            "14:20: sql holds {newOwnerEmail}: a value is bound as :?newOwnerEmail"),
        edit("a time with a blank", FULFILMENT, "uri: durable:fulfilment\n", "uri: durable:fulfilment\n      parameters:\n        timeout: 10 sec\n"
            + "        initialDelay: 10S\n        maxDelay: 1h30m\n",
            "7:18: the option 'timeout' of the component 'durable' is '10 sec': it must be a time such as 500ms, 10s or 1m30s, without a blank",
            "8:23: the option 'initialDelay' of the component 'durable' is '10S': it must be a time such as 500ms, 10s or 1m30s, without a blank"),
        edit("numbers that a channel does not take", FULFILMENT, "uri: durable:fulfilment\n", "uri: durable:fulfilment\n      parameters:\n"
            + "        concurrency: 0\n        jitter: 20\n        multiplier: 0.5\n        timeout: 0s\n",
            "7:22: the option 'concurrency' of the component 'durable' is '0': it must be above 0",
            "8:17: the option 'jitter' of the component 'durable' is '20': it must be from 0 to 1",
            "9:21: the option 'multiplier' of the component 'durable' is '0.5': it must be at least 1",
            "10:18: the option 'timeout' of the component 'durable' is '0s': it must be above 0"),
        edit("a mail to two", OWNER_MAIL, "\"{newOwnerEmail}\"", "\"{newOwnerEmail}, crm@example.com\"",
            "13:19: 'to' is '{newOwnerEmail}, crm@example.com'" + ADDRESS),
        edit("an address that is none", OWNER_MAIL, "\"{newOwnerEmail}\"", "crm(at)example.com", "13:19: 'to' is 'crm(at)example.com'" + ADDRESS),
        edit("quotes of a word processor", OWNER_MAIL, "\"{newOwnerEmail}\"", "“{newOwnerEmail}”",
            "13:19: 'to' is '“{newOwnerEmail}”'" + ADDRESS,
            "13:19: the quotes “…” around the text are a part of it, because YAML knows \" and ' only: write these"),
        edit("a placeholder in a mail", TEXT, "${body.data[id]} is yours", "{{data.id}} is yours", "1:17: {{data.id}}" + STAYS),
        edit("a mail's value without its braces", TEXT, "${body.data[id]} is yours", "$body.data[id] is yours",
            "1:17: $body.data[id]" + STAYS),
        edit("a mail's value in other brackets", TEXT, "${body.data[id]} is yours", "$(body.data[id]) is yours",
            "1:17: $(body.data[id])" + STAYS),
        edit("a field in round brackets", TEXT, "${body.data[id]} is yours", "${body.data(id)} is yours", "1:17:"
            + " ${body.data(id)} is the whole of 'data', since what stands in (…) is passed over: write ${body.data[id]}"),
        edit("a field without the body", TEXT, "${body.data[id]} is yours", "${data.id} is yours", "1:17:"
            + " there is no function 'data.id': write ${body.data[id]}."),
        edit("a nested field without the body", TEXT, "${body.data[id]} is yours", "${metadata.nominal.fullName} is yours", "1:17:"
            + " there is no function 'metadata.nominal.fullName': write ${body?.metadata[nominal][fullName]}."),
        edit("a variable without the word", TEXT, "${variable.notificationId}", "${notificationId}", "8:12:"
            + " there is no function 'notificationId': write ${variable.notificationId}."),
        edit("an operator of another language", ROUTER, "${body.action} == 'event.unlock'", "${body.action} == 'event.unlock' and ${body.type} == 'and'",
            "36:33: the expression ${body.action} == 'event.unlock' and ${body.type} == 'and' cannot be read: Unexpected token a at location 33. For"
            + " 'and' write '&&'. It is in Camel's language Simple, where ${…} is a value and a condition is VALUE == 'text'"),
        edit("an exception's property misspelt", "routes/errors.camel.yaml", "${exception.statusCode} < 500", "${exception.statuscode} < 500",
            "26:29: ${exception.statuscode} fails each time: HttpOperationFailedException has no 'statuscode'; did you mean 'statusCode'?"),
        edit("a URI without a colon", OWNER_MAIL, "uri: durable:owner-mail", "uri: durable/owner-mail",
            "5:12: 'durable/owner-mail' names no component: write its name, a ':' and then the rest, such as durable:owner-mail"),
        edit("a channel in capitals", ROUTER, "durable:owner-mail", "durable:Owner-Mail",
            "31:28: no route reads durable:Owner-Mail; did you mean durable:owner-mail? What is sent there would wait for ever: correct the name"),
        edit("parameters to the left of their step", OWNER_MAIL, "            parameters:", "          parameters:",
            "12:11: 'parameters' is no step but a part of one: indent it below the name of its step, like 'uri' or 'id' there"));
  }

  private static Arguments edit(String name, String file, String text, String by, String... told) {
    return Arguments.of(name, file, text, by, told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void a_careless_edit_is_told(String name, String file, String text, String by, String... told) throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).replace(file, text, by);

    assertThat(folder.check()).extracting(finding -> finding.line() + ":" + finding.column() + ": " + finding.message()).contains(told);
    assertThat(folder.check().stream().filter(finding -> !finding.rule().matches("unnamed-step|missing-parameter|unreached-route|unread-channel")))
        .hasSizeLessThanOrEqualTo(told.length);
  }

  @Test
  void a_file_that_an_editor_has_named_is_told() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/crm.camel.yaml.txt", "- route:\n");

    assertThat(folder.findings("misnamed-file")).containsExactly("routes/destinations/crm.camel.yaml.txt:1:1: is not read: name it *.camel.yaml when"
        + " it holds routes, *.kamelet.yaml when it holds a kamelet");
  }
}
