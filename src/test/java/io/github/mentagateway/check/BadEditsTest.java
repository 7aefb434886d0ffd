package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each edit that goes wrong is told with its line, its column and what to write instead, and with nothing else. */
public class BadEditsTest {
  /** What the small routes of this test have beside what they are about. */
  private static final Set<String> BESIDE = Set.of("unreached-route", "unnamed-step", "compact-expression");

  private static final String SECRET = ", where many read it: write {secret:NAME} in the parameter authorization of rest-call, {{secret:NAME}}"
      + " elsewhere, and set the secret in the environment or in config/secrets";

  @TempDir
  private Path home;

  private interface Change {
    void make(CheckedFolder folder) throws IOException;
  }

  private record Edit(String name, Change change, Set<String> beside, List<String> findings) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Edit edit(String name, Change change, String... findings) {
    return new Edit(name, change, BESIDE, List.of(findings));
  }

  /** A new route with these steps; they begin in line 6, column 9. */
  private static Edit steps(String name, String steps, String... findings) {
    return edit(name, folder -> folder.write("routes/destinations/x.camel.yaml", route(steps)), findings);
  }

  /** Has the mail to the new owner come with HTML too. */
  private static Edit html(String name, String file, String content, String... findings) {
    return edit(name, folder -> folder.write("routes/mail/owner-changed.html", content).replace("routes/destinations/owner-mail.camel.yaml",
        "template: owner-changed.txt\n", "template: owner-changed.txt\n              html: " + file + "\n"), findings);
  }

  /** Gives the mail to the new owner one more parameter, in line 15. */
  private static Edit mail(String name, String parameter, String... findings) {
    return edit(name, folder -> folder.replace("routes/destinations/owner-mail.camel.yaml", "template: owner-changed.txt\n",
        "template: owner-changed.txt\n              " + parameter + "\n"), findings);
  }

  private static Edit all(Edit edit) {
    return new Edit(edit.name(), edit.change(), Set.of(), edit.findings());
  }

  private static void answering(CheckedFolder folder, String parameter) throws IOException {
    folder.write("routes/destinations/fulfilment.camel.yaml", route("- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n      "
        + parameter + "\n- log: \"${body[status]}\"\n").replace("id: x", "id: fulfilment").replace("durable:x", "durable:fulfilment"));
  }

  private static String route(String steps) {
    return """
        - route:
            id: x
            from:
              uri: durable:x
              steps:
        """ + steps.indent(8);
  }

  private static Edit file(String name, String content, String... findings) {
    return edit(name, folder -> folder.write("routes/destinations/x.camel.yaml", content), findings);
  }

  static Stream<Edit> edits() {
    return Stream.of(
        file("a tab", "- route:\n\tid: x\n",
            "routes/destinations/x.camel.yaml:2:1: ERROR no-yaml: is no YAML: a tab stands here, and YAML is"
            + " indented with blanks only: write blanks in its place"),
        file("an equal key", "- route:\n    id: x\n    id: y\n    from: { uri: durable:x, steps: [ { log: x } ] }\n",
            "routes/destinations/x.camel.yaml:3:5: ERROR equal-key: the key 'id' stands twice in one mapping (first"
            + " in line 2), and Camel would keep only the last: put both into one, or remove one"),
        file("an empty file", "# later\n",
            "routes/destinations/x.camel.yaml:1:1: ERROR empty-file: the file is empty: write a route into it, or"
            + " remove it"),
        file("no list", "route:\n  id: x\n",
            "routes/destinations/x.camel.yaml:1:1: ERROR no-routes: holds no list of routes: begin each with \"-"
            + " route:\""),
        edit("a wrong ending", folder -> folder.write("routes/destinations/x.yaml", "- route: {}\n"),
            "routes/destinations/x.yaml:1:1: WARNING misnamed-file: is not read: name it *.camel.yaml when it holds"
            + " routes, *.kamelet.yaml when it holds a kamelet"),
        edit("a wrong folder", folder -> folder.write("routes/x.txt", "Subject: x\n\nx\n"),
            "routes/x.txt:1:1: WARNING misplaced-file: is not read: the texts of mails stand in routes/mail, move it"
            + " there"),
        steps("a wrong EIP name", "- setBoddy:\n    constant: x\n",
            "routes/destinations/x.camel.yaml:6:11: ERROR unknown-step: there is no step 'setBoddy'; did you mean"
            + " 'setBody'?"),
        steps("an EIP's option misspelt", "- setHeader:\n    nam: x\n    constant: x\n",
            "routes/destinations/x.camel.yaml:7:13: ERROR unknown-key: 'nam' is nothing that 'setHeader' has; did"
            + " you mean 'name'?"),
        steps("a parameter beside its map", "- to:\n    uri: log:x\n    showBody: true\n",
            "routes/destinations/x.camel.yaml:8:13: ERROR unknown-key: 'showBody' is nothing that 'to' has: an"
            + " option of the endpoint stands below \"parameters:\""),
        file("a step outside steps", "- route:\n    id: x\n    from:\n      uri: durable:x\n      to:\n        uri: log:x\n",
            "routes/destinations/x.camel.yaml:5:7: ERROR step-outside-steps: the step 'to' stands under 'from'"
            + " itself, and Camel takes steps from the list 'steps' only: indent it below \"steps:\", as \"- to:\""),
        steps("two steps in one item", "- log: x\n  to: log:x\n",
            "routes/destinations/x.camel.yaml:7:11: ERROR two-in-one: 'to' stands in one item with 'log', and an"
            + " item holds one: begin it with \"- \" in a line of its own"),
        steps("a word that is none of the words", "- to:\n    uri: log:x\n    pattern: InOnlyy\n",
            "routes/destinations/x.camel.yaml:8:22: ERROR wrong-value: 'pattern' is 'InOnlyy'; did you mean"
            + " 'InOnly'? It must be one of InOnly, InOut"),
        steps("a truth that is none", "- log:\n    message: x\n    disabled: maybe\n",
            "routes/destinations/x.camel.yaml:8:23: ERROR wrong-value: 'disabled' is 'maybe': it must be true or"
            + " false"),
        steps("a list that is none", "- choice:\n    when:\n      simple: ${body}\n      steps: []\n",
            "routes/destinations/x.camel.yaml:8:15: ERROR wrong-type: 'when' is a mapping: it must be a list, whose"
            + " items begin with \"- \""),
        steps("an unknown component", "- to:\n    uri: htttp:api\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR unknown-component: there is no component 'htttp'; did you"
            + " mean 'http'?"),
        steps("a component of a library", "- to:\n    uri: kafka:x\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR unknown-component: there is no component 'kafka' in the"
            + " gateway: add it with ./menta-gateway lib add camel-kafka"),
        steps("a component of a library with another name", "- to:\n    uri: hazelcast-map:x\n- to:\n    uri: kafak:x\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR unknown-component: there is no component 'hazelcast-map' in the"
            + " gateway: add it with ./menta-gateway lib add camel-hazelcast",
            "routes/destinations/x.camel.yaml:9:18: ERROR unknown-component: there is no component 'kafak'; did you mean 'kafka'?"),
        steps("an endpoint option misspelt", "- to:\n    uri: jdbc:platform\n    parameters:\n      useHeaderAsParameters: true\n",
            "routes/destinations/x.camel.yaml:9:15: ERROR unknown-option: the component 'jdbc' has no option"
            + " 'useHeaderAsParameters'; did you mean 'useHeadersAsParameters'? It has allowNamedParameters,"
            + " beanRowMapper, connectionStrategy, dataSourceName, lazyStartProducer, outputClass, outputType,"
            + " parameters, prepareStatementStrategy, readSize, resetAutoCommit, transacted, useGetBytesForBlob,"
            + " useHeadersAsParameters, useJDBC4ColumnNameAndLabelSemantics"),
        steps("an endpoint option misspelt in the URI", "- to: log:x?showBdy=true\n",
            "routes/destinations/x.camel.yaml:6:15: ERROR unknown-option: the component 'log' has no option"
            + " 'showBdy'; did you mean 'showBody'?"),
        steps("an endpoint option's type",
            "- to:\n    uri: log:x\n    parameters:\n      groupSize: many\n      level: LOUD\n      showBody: yes\n",
            "routes/destinations/x.camel.yaml:9:26: ERROR wrong-option-value: the option 'groupSize' of the"
            + " component 'log' is 'many': it must be a whole number",
            "routes/destinations/x.camel.yaml:10:22: ERROR wrong-option-value: the option 'level' of the component"
            + " 'log' is 'LOUD': it must be one of DEBUG, ERROR, INFO, OFF, TRACE, WARN",
            "routes/destinations/x.camel.yaml:11:25: ERROR wrong-option-value: the option 'showBody' of the"
            + " component 'log' is 'yes': it must be true or false"),
        file("a channel's option misspelt",
            "- route:\n    id: x\n    from:\n      uri: durable:x\n      parameters:\n        maxAtempts: 3\n"
            + "        timeout: soon\n      steps:\n        - log: x\n",
            "routes/destinations/x.camel.yaml:6:9: ERROR unknown-option: the component 'durable' has no option"
            + " 'maxAtempts'; did you mean 'maxAttempts'?",
            "routes/destinations/x.camel.yaml:7:18: ERROR wrong-option-value: the option 'timeout' of the component"
            + " 'durable' is 'soon': it must be a time such as 500ms, 10s or 1m30s, without a blank"),
        file("an option of alerts misspelt, and a name that two routes read",
            "- route:\n    id: x\n    from:\n      uri: alerts:operations\n      parameters:\n        exept: paused:*\n        interval: often\n"
            + "      steps:\n        - log:\n            message: x\n",
            "routes/destinations/x.camel.yaml:4:12: ERROR read-twice: alerts:operations is read by two routes (first in routes/alerts.camel.yaml:15:12),"
            + " and what was told is kept under that name: give this one a name of its own",
            "routes/destinations/x.camel.yaml:6:9: ERROR unknown-option: the component 'alerts' has no option 'exept'; did you mean 'except'? It has"
            + " bridgeErrorHandler, except, exceptionHandler, exchangePattern, for, interval, name, only, to",
            "routes/destinations/x.camel.yaml:7:19: ERROR wrong-option-value: the option 'interval' of the component 'alerts' is 'often': it must be"
            + " a time such as 500ms, 10s or 1m30s, without a blank"),
        file("a window without a zone",
            "- route:\n    id: x\n    from:\n      uri: durable:x\n      parameters:\n        window: \"08:00-20:00\"\n      steps:\n"
            + "        - log: x\n",
            "routes/destinations/x.camel.yaml:6:17: ERROR wrong-option-value: the option 'window' of the component 'durable' is"
            + " '08:00-20:00': it must end with a time zone, such as Europe/Madrid or UTC: the machine's may be another one; write it like"
            + " 08:00-20:00 Europe/Madrid, or MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid"),
        edit("a window in the settings that is none", folder -> folder.write("routes/destinations/x.camel.yaml",
            "- route:\n    id: x\n    from:\n      uri: durable:x\n      parameters:\n        window: \"{{x.hours}}\"\n      steps:\n"
            + "        - log: x\n").replace("config/application.properties", "platform-events.url=", "x.hours=8-20 UTC\nplatform-events.url="),
            "routes/destinations/x.camel.yaml:6:17: ERROR wrong-option-value: the option 'window' of the component 'durable' is '8-20 UTC': it"
            + " must list hours, with days before them where they are not for every day, and '8-20' is neither; write it like"
            + " 08:00-20:00 Europe/Madrid, or MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid"),
        steps("a kamelet that is not there", "- to:\n    uri: kamelet:sendmail\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR unknown-kamelet: there is no kamelet 'sendmail'; did you"
            + " mean 'send-mail'? There are database-call, database-query, database-update, file-append, file-put, jms-send, kafka-send, rest-batch, rest-call, send-mail, sftp-put, soap-call"),
        steps("a folder that Camel would take for another one", "- to:\n    uri: kamelet:file-put\n    parameters:\n      folder: data/a%2Fb\n",
            "routes/destinations/x.camel.yaml:9:23: ERROR bad-folder: the folder is 'data/a%2Fb': '?', '%' and '#' mean something in the"
            + " address that Camel makes of it, and another folder would be written. Name one without them"),
        steps("a batch that is larger than its channel, and waits too long for its adaptive concurrency",
            "- to:\n    uri: kamelet:rest-batch\n    parameters:\n      url: http://h/\n      most: 50\n      wait: 200ms\n",
            "routes/destinations/x.camel.yaml:10:21: WARNING small-batch: 'most' is 50, and durable:x attempts 8 deliveries at once: no batch has"
            + " more, so that none is full and each waits. Give durable:x the parameter concurrency: 50, or lower 'most'",
            "routes/destinations/x.camel.yaml:11:21: WARNING long-wait: 'wait' is 200ms, which the adaptive concurrency of durable:x would take"
            + " for slowness of the API: give durable:x the parameter adaptiveConcurrency: false, or wait 25ms at most"),
        steps("a kamelet's parameter misspelt",
            "- to:\n    uri: kamelet:send-mail\n    parameters:\n      to: a@example.com\n      tempalte: owner-changed.txt\n",
            "routes/destinations/x.camel.yaml:10:15: ERROR unknown-parameter: the kamelet 'send-mail' has no parameter 'tempalte'; did"
            + " you mean 'template'? It has attachments, from, html, listUnsubscribe, replyTo, template, to"),
        steps("a kamelet's parameter missing", "- to:\n    uri: kamelet:send-mail\n    parameters:\n      to: a@example.com\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR missing-parameter: the kamelet 'send-mail' needs the parameter 'template',"
            + " which is not given"),
        steps("optonal", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/{data.id}\n      optonal: data.id\n",
            "routes/destinations/x.camel.yaml:10:15: ERROR unknown-parameter: the kamelet 'rest-call' has no"
            + " parameter 'optonal'; did you mean 'optional'? It has answer, api, authorization, authorizationHeader,"
            + " contentType, failure, json, method, optional, responseTimeout, retry, success, template, url"),
        steps("a kamelet's parameter of the wrong type", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n"
            + "      method: PSOT\n      responseTimeout: ten\n",
            "routes/destinations/x.camel.yaml:10:23: ERROR wrong-parameter-type: the parameter 'method' of the"
            + " kamelet 'rest-call' is 'PSOT': it must be one of DELETE, GET, PATCH, POST, PUT; did you mean 'POST'?",
            "routes/destinations/x.camel.yaml:11:32: ERROR wrong-parameter-type: the parameter 'responseTimeout' of the kamelet"
            + " 'rest-call' is 'ten': it must be a time such as 500ms, 10s or 1m30s, without a blank"),
        steps("a kamelet's truth that is none", "- to:\n    uri: kamelet:database-update\n    parameters:\n      database: platform\n"
            + "      sql: DELETE FROM a WHERE b = :?id\n      everyRow: si\n",
            "routes/destinations/x.camel.yaml:11:25: ERROR wrong-parameter-type: the parameter 'everyRow' of the"
            + " kamelet 'database-update' is 'si': it must be true or false"),
        steps("an expression that does not compile",
            "- filter:\n    expression:\n      simple:\n        expression: \"${body.action} = 'x'\"\n"
            + "    steps:\n      - log: x\n",
            "routes/destinations/x.camel.yaml:9:29: ERROR bad-expression: the expression ${body.action} = 'x' cannot"
            + " be read: Unexpected token = at location 15. For '=' write '=='. It is in Camel's language Simple, where ${…} is a value"
            + " and a condition is VALUE == 'text'"),
        steps("an operator that Camel gives up", "- filter:\n    simple: \"${body.action} not contains 'starts with x'\"\n    steps:\n"
            + "      - log: \"a not contains b\"\n",
            "routes/destinations/x.camel.yaml:7:21: WARNING deprecated-operator: the operator 'not contains' is one that newer Camels give up:"
            + " write '!contains'"),
        steps("a line break that Camel cuts off", "- setBody:\n    expression:\n      simple:\n        expression: \"${body.action}\\n\"\n"
            + "- setBody:\n    expression:\n      constant:\n        expression: \"x\\n\"\n        trim: true\n",
            "routes/destinations/x.camel.yaml:9:29: WARNING trimmed-text: the text ends in a line break, which Camel cuts off: write"
            + " \"trim: false\" beside \"expression:\" to keep it",
            "routes/destinations/x.camel.yaml:13:29: WARNING trimmed-text: the text ends in a line break, which Camel cuts off: write"
            + " \"trim: false\" beside \"expression:\" to keep it"),
        steps("an expression that is not closed", "- setBody:\n    simple: \"${body.action\"\n",
            "routes/destinations/x.camel.yaml:7:21: ERROR bad-expression: the expression ${body.action cannot be"
            + " read: a ${ begins here and is not closed: write } behind its value. It is in Camel's language Simple, where"
            + " ${…} is a value and a condition is VALUE == 'text'"),
        steps("a function that does not exist", "- setBody:\n    simple: \"${bdy}\"\n- log: \"${haeder.x}\"\n",
            "routes/destinations/x.camel.yaml:7:21: ERROR bad-expression: the expression ${bdy} cannot be read:"
            + " there is no function 'bdy'; did you mean 'body'? It is in Camel's language Simple, where ${…} is a"
            + " value and a condition is VALUE == 'text'",
            "routes/destinations/x.camel.yaml:8:16: ERROR bad-expression: the expression ${haeder.x} cannot be read:"
            + " there is no function 'haeder.x'; did you mean 'header'? It is in Camel's language Simple, where ${…}"
            + " is a value and a condition is VALUE == 'text'"),
        steps("a reason that does not compile", "- to:\n    uri: durable:dead-letters\n    parameters:\n      reason: \"${bodyy}\"\n",
            "routes/destinations/x.camel.yaml:9:23: ERROR bad-expression: the expression ${bodyy} cannot be read:"
            + " there is no function 'bodyy'; did you mean 'body'? It is in Camel's language Simple, where ${…} is a"
            + " value and a condition is VALUE == 'text'"),
        steps("a language that is not there", "- setBody:\n    jq: .a\n",
            "routes/destinations/x.camel.yaml:7:13: ERROR unknown-language: the language 'jq' is not in the gateway:"
            + " add it with ./menta-gateway lib add camel-jq, or write the expression in simple"),
        edit("a condition of the router", folder -> folder.replace("routes/router.camel.yaml", "\"${body.action} == 'event.unlock'\"",
            "\"${body.action} = 'event.unlock'\""),
            "routes/router.camel.yaml:36:33: ERROR bad-expression: the expression ${body.action} = 'event.unlock'"
            + " cannot be read: Unexpected token = at location 15. For '=' write '=='. It is in Camel's language Simple, where ${…} is a"
            + " value and a condition is VALUE == 'text'"),
        steps("an unknown placeholder", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: \"{{fulfilmnt.url}}/x\"\n",
            "routes/destinations/x.camel.yaml:9:20: ERROR unknown-placeholder: {{fulfilmnt.url}} stands for nothing;"
            + " did you mean {{fulfilment.url}}?"),
        steps("an unknown placeholder that is like no other", "- log: \"{{crm.address}}\"\n",
            "routes/destinations/x.camel.yaml:6:16: ERROR unknown-placeholder: {{crm.address}} stands for nothing:"
            + " set crm.address=… in config/application.properties"),
        steps("an unknown placeholder with the gateway's own beginning", "- log: \"{{gateway.crm.url}}\"\n",
            "routes/destinations/x.camel.yaml:6:16: ERROR unknown-placeholder: {{gateway.crm.url}} stands for"
            + " nothing, and names that begin with gateway. are the gateway's: choose a name such as crm.url, and set"
            + " it in config/application.properties"),
        edit("durable: to nowhere", folder -> folder.replace("routes/router.camel.yaml", "uri: durable:fulfilment",
            "uri: durable:fulfilmnt"),
            "routes/router.camel.yaml:27:28: ERROR unread-channel: no route reads durable:fulfilmnt; did you mean"
            + " durable:fulfilment? What is sent there would wait for ever: correct the name"),
        steps("durable: to what is like no other", "- to: durable:crm\n",
            "routes/destinations/x.camel.yaml:6:15: WARNING unread-channel: no route reads durable:crm. What is sent"
            + " there waits until one does: correct the name, or bring the route back"),
        steps("a function that does not exist in the URI of a toD", "- toD: 'http:h/${nosuch(1)}'\n", "routes/destinations/x.camel.yaml:6:16: ERROR bad-expression: the expression http:h/${nosuch(1)} cannot be read: there is no function 'nosuch(1)'. It is in Camel's language Simple,"
            + " where ${…} is a value and a condition is VALUE == 'text'"),
        steps("the same in a parameter of it", "- toD: { uri: 'http:h', parameters: { bridgeEndpoint: true, x: '${nosuch(1)}' } }\n", "routes/destinations/x.camel.yaml:6:72: ERROR bad-expression: the expression ${nosuch(1)} cannot be read: there is no function 'nosuch(1)'. It is in Camel's language Simple,"
            + " where ${…} is a value and a condition is VALUE == 'text'"),
        edit("a precondition that does not compile", folder -> folder.write("routes/destinations/x.camel.yaml",
            "- route:\n    id: x\n    precondition: \"{{mode:prod}} == 'prod'\"\n    from:\n      uri: durable:x\n      steps:\n"
            + "        - log: x\n"), "routes/destinations/x.camel.yaml:3:19: ERROR bad-expression: the expression {{mode:prod}} == 'prod' cannot be read: Unexpected token p at location 0. It is in Camel's language Simple,"
            + " where ${…} is a value and a condition is VALUE == 'text'"),
        steps("a direct: without a consumer", "- to: direct:x\n",
            "routes/destinations/x.camel.yaml:6:15: ERROR unread-channel: no route reads direct:x. A send to it"
            + " fails each time: write a route with \"from: direct:x\", or correct the name"),
        edit("two routes that read one channel", folder -> folder.write("routes/destinations/x.camel.yaml",
            "- route:\n    id: x\n    from:\n      uri: durable:fulfilment\n      steps:\n        - log: x\n"),
            "routes/destinations/x.camel.yaml:4:12: ERROR read-twice: durable:fulfilment is read by two routes"
            + " (first in routes/destinations/fulfilment.camel.yaml:5:12), and one route reads a channel: give this"
            + " one a name of its own, and send to both"),
        edit("two routes with one id", folder -> folder.write("routes/destinations/x.camel.yaml",
            "- route:\n    id: fulfilment\n    from:\n      uri: durable:x\n      steps:\n        - log: x\n"),
            "routes/destinations/x.camel.yaml:2:9: ERROR equal-id: the id 'fulfilment' stands twice (first in"
            + " routes/destinations/fulfilment.camel.yaml:2:9), and Camel takes it for one route or step only: choose"
            + " another"),
        edit("an onException that does not say what to do", folder -> folder.replace("routes/errors.camel.yaml",
            "    onException:\n", "    onException:\n      - onException:\n          exception:\n            - java.io.IOException\n"),
            "routes/errors.camel.yaml:8:11: ERROR empty-handler: this onException does not say what to do: give it 'steps', or, to have it"
            + " tried again, 'handled' with the constant \"false\""),
        edit("a template that is not there", folder -> folder.replace("routes/destinations/owner-mail.camel.yaml", "owner-changed.txt",
            "owner-chnged.txt"),
            "routes/destinations/owner-mail.camel.yaml:14:25: ERROR missing-template: the template"
            + " 'owner-chnged.txt' is not in routes/mail; did you mean 'owner-changed.txt'? There are alert.txt,"
            + " owner-changed.txt, show-unlocked.txt"),
        edit("a template that is no template", folder -> folder.write("routes/mail/owner-changed.txt", "Dear owner\n"),
            "routes/mail/owner-changed.txt:1:1: ERROR bad-template: cannot be used as the text of a mail: it must begin with a line"
            + " 'Subject: …', then an empty line, then the text"),
        edit("a template with a function that does not exist", folder -> folder.write("routes/mail/owner-changed.txt",
            "Subject: x\r\n\r\nDear ${bdy}\r\n"),
            "routes/mail/owner-changed.txt:3:6: ERROR bad-template: there is no function 'bdy'; did you mean 'body'?"),
        edit("a subject with a function that does not exist", folder -> folder.write("routes/mail/owner-changed.txt",
            "Subject: x ${bdy}\n\n${body}\n"),
            "routes/mail/owner-changed.txt:1:12: ERROR bad-template: there is no function 'bdy'; did you mean 'body'?"),
        edit("a template that is not in UTF-8", folder -> folder.write("routes/mail/owner-changed.txt",
            "Subject: x\n\nEspaña\n".getBytes(StandardCharsets.ISO_8859_1)),
            "routes/mail/owner-changed.txt:3:1: ERROR bad-template: is not UTF-8, so the file was saved in another encoding, such as ISO-8859-1"
            + " or UTF-16: save it as UTF-8"),
        html("an HTML template that is not there", "owner-chnged.html", "<p>x</p>\n",
            "routes/destinations/owner-mail.camel.yaml:15:21: ERROR missing-template: the template 'owner-chnged.html' is not in"
            + " routes/mail; did you mean 'owner-changed.html'? There are alert.txt, owner-changed.html, owner-changed.txt, show-unlocked.txt"),
        html("an HTML template with faults", "owner-changed.html", "<p>${bdy}, ${body.data[newOwnerMail]}</p>\n",
            "routes/mail/owner-changed.html:1:4: ERROR bad-template: there is no function 'bdy'; did you mean 'body'?",
            "routes/mail/owner-changed.html:1:12: WARNING unknown-field: ${body.data[newOwnerMail]} is a field that no notification in"
            + " samples/ has; did you mean 'data.newOwnerEmail'? It would be empty in the mail: correct the name, or"
            + " add a sample that has it"),
        html("an expression in HTML that does not end", "owner-changed.html", "<p>\n${body.data[id]\n</p>\n",
            "routes/mail/owner-changed.html:2:1: ERROR bad-template: cannot be used as the text of a mail: the '${' in line 2 has no '}' that closes it"),
        edit("a mail that nobody has written yet", folder -> folder.write("routes/mail/owner-changed.txt", "Subject: x\n\n[[write this mail]] x\n"),
            "routes/mail/owner-changed.txt:3:1: ERROR unfinished-template: still says what 'new' wrote: write the mail, and take"
            + " [[write this mail]] out"),
        mail("a file to attach that is not there", "attachments: owner-chnged.txt", "routes/destinations/owner-mail.camel.yaml:15:28: ERROR"
            + " missing-attachment: the file 'owner-chnged.txt' is not in routes/mail; did you mean 'owner-changed.txt'? There are alert.txt,"
            + " owner-changed.txt, show-unlocked.txt. Put it there, or write folder:owner-chnged.txt for one in the folder of"
            + " gateway.mail.attachments"),
        mail("files in a folder that no setting names", "attachments: \"folder:{data.id}.pdf\"", "routes/destinations/owner-mail.camel.yaml:15:28:"
            + " ERROR missing-attachment: 'folder:{data.id}.pdf' needs gateway.mail.attachments, which names no folder: set it"),
        mail("an attachment without a name", "attachments: \"{data.id}\"", "routes/destinations/owner-mail.camel.yaml:15:28: ERROR"
            + " bad-attachment: '{data.id}' is no attachment: write the name of a file in routes/mail (terms.pdf), folder:{data.id}.pdf for one"
            + " in the folder of gateway.mail.attachments, or {variable} as ticket.pdf; with a comma between two"),
        mail("a variable to attach that nothing sets", "attachments: \"{ticketPdf} as ticket-{data.id}.pdf\"",
            "routes/destinations/owner-mail.camel.yaml:15:28: WARNING unknown-field: 'attachments' names {ticketPdf}, which is neither a"
            + " variable nor a field that a notification in samples/ has. Each such delivery would be a dead letter: correct the name, or add a sample that"
            + " has it"),
        mail("an address for answers that is none", "replyTo: office", "routes/destinations/owner-mail.camel.yaml:15:24: ERROR no-address:"
            + " 'replyTo' is 'office', which is not exactly one address: write {name} of one field alone, or one address"),
        mail("a URL to unsubscribe that is not encrypted", "listUnsubscribe: http://x.example/u", "routes/destinations/owner-mail.camel.yaml:15:32:"
            + " ERROR no-url: 'listUnsubscribe' is 'http://x.example/u', which is not one URL: write"
            + " https://example.com/unsubscribe/${body.data[id]}, mailto:leave@example.com, or {name} of a field that holds one"),
        mail("a name within a URL to unsubscribe", "listUnsubscribe: \"https://x.example/u/{data.id}\"",
            "routes/destinations/owner-mail.camel.yaml:15:32: ERROR no-url: 'listUnsubscribe' has {data.id}, which no URL can hold: within a text"
            + " a value is written in Simple, such as ${body.data[id]}"),
        mail("a field in a URL to unsubscribe that no sample has", "listUnsubscribe: \"https://x.example/u/${body.data[idd]}\"",
            "routes/destinations/owner-mail.camel.yaml:15:32: WARNING unknown-field: ${body.data[idd]} is a field that no notification in samples/"
            + " has; did you mean 'data.id'? It would be empty: correct the name, or add a sample that has it"),
        edit("a name in a mail as kamelets have it", folder -> folder.replace("routes/mail/owner-changed.txt", "${body.data[id]} is yours", "{id} is yours"),
            "routes/mail/owner-changed.txt:1:17: WARNING bare-name: {id} stays as it is: in a mail's text a value is written in Simple,"
            + " such as ${body.data[id]} or ${variable.notificationId}"),
        edit("a field that no sample has", folder -> folder.replace("routes/mail/owner-changed.txt", "[newOwnerEmail]", "[newOwnerMail]"),
            "routes/mail/owner-changed.txt:5:66: WARNING unknown-field: ${body.data[newOwnerMail]} is a field that no notification in"
            + " samples/ has; did you mean 'data.newOwnerEmail'? It would be empty in the mail: correct the name, or"
            + " add a sample that has it"),
        sql("SQL without WHERE", "UPDATE tickets SET owner_email = :?newOwnerEmail",
            "routes/destinations/ticket-ownership.camel.yaml:14:20: ERROR harmful-sql: sql changes every row,"
            + " because its UPDATE has no WHERE of its own that names a column: say which rows, or set everyRow of"
            + " database-update to true"),
        sql("SQL with data in its text", "UPDATE tickets SET owner_email = '${body.data[newOwnerEmail]}' WHERE id = :?data.id",
            "routes/destinations/ticket-ownership.camel.yaml:14:20: ERROR harmful-sql: sql holds ${…}: a value never"
            + " becomes part of the text, write :?name to bind it"),
        sql("SQL with a comment that swallows the rest", "UPDATE tickets SET a = 1 -- the owner WHERE id = :?data.id",
            "routes/destinations/ticket-ownership.camel.yaml:14:20: ERROR harmful-sql: sql ends in the comment '--"
            + " the owner WHERE id = :?data.id', which hides whatever a folded text (>-) brings onto its line: write"
            + " /* … */ instead"),
        sql("SQL with another shape of names", "UPDATE tickets SET owner_email = :newOwnerEmail WHERE id = :?data.id",
            "routes/destinations/ticket-ownership.camel.yaml:14:20: ERROR harmful-sql: sql holds :newOwnerEmail: a"
            + " value is bound as :?newOwnerEmail"),
        steps("a table of effects that is none, and a statement that is not there", "- to:\n    uri: kamelet:database-update\n    parameters:\n"
            + "      database: platform\n      sql: DELETE FROM a WHERE b = :?id\n      effectTable: my effects\n      mayMatchNone: 2\n",
            "routes/destinations/x.camel.yaml:11:28: ERROR wrong-parameter-type: effectTable is 'my effects': it must be the name of a table, such"
            + " as gateway_effects",
            "routes/destinations/x.camel.yaml:12:29: ERROR wrong-parameter-type: mayMatchNone is '2', and sql has 1 statement: list the numbers"
            + " of those that may match no row, such as 2"),
        steps("a call that is none", "- to:\n    uri: kamelet:database-call\n    parameters:\n      database: platform\n      call: EXEC transfer :?data.id\n",
            "routes/destinations/x.camel.yaml:10:21: ERROR bad-call: call must be the name of a procedure with its arguments in parentheses, such as"
            + " transfer(:?data.id, :!result), or of a function with its result before it, such as :!result = transfer(:?data.id)"),
        steps("a call that is judged by what does not come out", "- to:\n    uri: kamelet:database-call\n    parameters:\n      database: platform\n"
            + "      call: transfer(:?data.id, :!result)\n      success: \"${body[reslt]} == 'OK'\"\n      failure: \"${body[result]} = 'NO'\"\n",
            "routes/destinations/x.camel.yaml:11:24: ERROR unknown-property: 'success' asks for 'reslt', which does not come out of the call; did you"
            + " mean 'result'? There are result",
            "routes/destinations/x.camel.yaml:12:24: ERROR bad-expression: 'failure' is ${body[result]} = 'NO', which cannot be read: Unexpected token"
            + " = at location 16. It is a condition in Simple, such as ${body[result]} == 'OK'"),
        steps("a call that is judged and gives nothing", "- to:\n    uri: kamelet:database-call\n    parameters:\n      database: platform\n"
            + "      call: transfer(:?data.id)\n      success: \"${body[result]} == 'OK'\"\n",
            "routes/destinations/x.camel.yaml:11:24: ERROR unknown-property: 'success' asks what came out, and nothing comes out of the call: write"
            + " :!name where it gives something"),
        steps("a database that is not configured", "- to:\n    uri: kamelet:database-query\n    parameters:\n      database: platfrom\n"
            + "      sql: SELECT a FROM b\n",
            "routes/destinations/x.camel.yaml:9:25: ERROR unknown-database: database 'platfrom' is not configured;"
            + " did you mean 'platform'? There are platform. Or set gateway.database.platfrom.url"),
        steps("an expression on an answer that cannot be read", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n"
            + "      success: \"${body[status]} = 'OK'\"\n      retry: 404,many\n",
            "routes/destinations/x.camel.yaml:10:24: ERROR bad-expression: success cannot be read: Unexpected token = at location 16. It"
            + " is a condition in Simple on the answer, such as ${header.CamelHttpResponseCode} == 409 or ${body[status]} == 'OK'",
            "routes/destinations/x.camel.yaml:11:22: ERROR bad-retry: retry has 'many': it must be statuses with commas between them, such as"
            + " 404,409,5xx"),
        edit("a step behind a call that keeps the notification", folder -> answering(folder, "success: \"${body[status]} == 'OK'\""),
            "routes/destinations/fulfilment.camel.yaml:11:16: ERROR unknown-property: ${body[status]} fails each time: the notification itself"
            + " has no [status]: write ${body.data[status]}"),
        edit("a step behind a call whose answer becomes the body", folder -> answering(folder, "answer: body")),
        edit("an API that is not configured", folder -> folder.write("routes/destinations/x.camel.yaml",
            route("- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n      api: cmr\n"))
            .replace("config/application.properties", "gateway.mail.host=", "gateway.rest.crm.scope=\ngateway.mail.host="),
            "routes/destinations/x.camel.yaml:10:20: ERROR unknown-api: api 'cmr' is not configured; did you mean 'crm'? There are crm."
            + " Or set gateway.rest.cmr.…, such as gateway.rest.cmr.trust"),
        edit("credentials of an API and of the call", folder -> folder.write("routes/destinations/x.camel.yaml",
            route("- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n      api: crm\n      authorization: Bearer {secret:crm}\n"))
            .replace("config/application.properties", "gateway.mail.host=",
                "gateway.rest.crm.user=u\ngateway.rest.crm.password={{secret:crm}}\ngateway.mail.host="),
            "routes/destinations/x.camel.yaml:11:30: ERROR two-credentials: the call has 'authorization', and gateway.rest.crm has credentials"
            + " too: a call is authenticated in one way, so remove one of them"),
        steps("a URL without a host", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: \"{host}/x\"\n",
            "routes/destinations/x.camel.yaml:9:20: ERROR bad-url: url is '{host}/x': it must be http:// or https://"
            + " with a fixed host; {name} may stand in the path and the query; no blank, no '#'"),
        steps("JSON that is none", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n      json: '{\"a\": {b}}'\n",
            "routes/destinations/x.camel.yaml:10:21: ERROR bad-json: json is no JSON: Unexpected character ('b'"
            + " (code 98)): was expecting double-quote to start field name; a {name} stands in double quotes, such as"
            + " {\"id\": \"{data.id}\"}"),
        edit("a template that is not there, one of JSON, one without a content type", folder -> folder.write("routes/templates/a.xml", "<a/>")
            .write("routes/destinations/x.camel.yaml", route("""
                - to:
                    uri: kamelet:soap-call
                    parameters: {url: "http://h/", template: b.xml}
                - to:
                    uri: kamelet:rest-call
                    parameters: {url: "http://h/", template: a.xml}
                - to:
                    uri: kamelet:rest-call
                    parameters: {url: "http://h/", template: a.xml, contentType: application/problem+json}
                """)),
            "routes/destinations/x.camel.yaml:8:54: ERROR missing-template: the template 'b.xml' is not in routes/templates; did you mean 'a.xml'?"
            + " There are a.xml",
            "routes/destinations/x.camel.yaml:11:54: ERROR bad-content-type: template is 'a.xml', and contentType does not say what it is: set it,"
            + " such as text/xml or application/x-www-form-urlencoded. JSON is written into the parameter 'json'",
            "routes/destinations/x.camel.yaml:14:74: ERROR bad-content-type: contentType is 'application/problem+json', and a template of JSON is"
            + " the parameter 'json': there a value keeps its type"),
        edit("what is wrong in the template of a body", folder -> folder.write("routes/templates/a.xml",
            "<t:a xmlns:t='urn:t'>\n  <b>{data.id}</b>\n  <c>{newOwnerMail}</c>\n  <d>${body.data[id]}</d>\n  <e>\n</t:a>\n")
            .write("routes/destinations/x.camel.yaml", route("- to:\n    uri: kamelet:soap-call\n    parameters: {url: \"http://h/\", template: a.xml}\n")),
            "routes/templates/a.xml:6:3: ERROR bad-template: cannot be used as a template: is no XML: The element type \"e\" must be terminated by"
            + " the matching end-tag \"</e>\""),
        steps("a name in optional that nothing uses", "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/{data.id}\n"
            + "      optional: data.id, oldOwnerMail\n      json: '{\"a\": \"{oldOwnerEmail}\"}'\n",
            "routes/destinations/x.camel.yaml:10:25: WARNING unused-optional: 'optional' lists 'oldOwnerMail', which"
            + " nothing in this call names; did you mean 'oldOwnerEmail'? Both are written alike: correct it, or"
            + " remove it"),
        steps("a secret in clear",
            "- to:\n    uri: kamelet:rest-call\n    parameters:\n      url: http://h/\n      authorization: Bearer abcdefghijkl\n"
            + "- to:\n    uri: http:api\n    parameters:\n      authPassword: hunter2\n- to: http://me:hunter2@h/x\n"
            + "- setHeader:\n    name: X-Api-Key\n    constant: hunter2\n",
            "routes/destinations/x.camel.yaml:10:30: ERROR secret-in-route: the value of 'authorization' stands in"
            + " the route, where many read it: write {secret:NAME} in the parameter authorization of rest-call,"
            + " {{secret:NAME}} elsewhere, and set the secret in the environment or in config/secrets",
            "routes/destinations/x.camel.yaml:14:29: ERROR secret-in-route: the value of 'authPassword' stands in"
            + " the route, where many read it: write {secret:NAME} in the parameter authorization of rest-call,"
            + " {{secret:NAME}} elsewhere, and set the secret in the environment or in config/secrets",
            "routes/destinations/x.camel.yaml:15:15: ERROR secret-in-route: a URL has a password in it, where many"
            + " read it: write {secret:NAME} in the parameter authorization of rest-call, {{secret:NAME}} elsewhere,"
            + " and set the secret in the environment or in config/secrets",
            "routes/destinations/x.camel.yaml:18:23: ERROR secret-in-route: the value of the header 'X-Api-Key'"
            + " stands in the route, where many read it: write {secret:NAME} in the parameter authorization of"
            + " rest-call, {{secret:NAME}} elsewhere, and set the secret in the environment or in config/secrets"),
        steps("a secret in the query of an endpoint", "- to: 'smtp://h?password=hunter2&to=a@example.com'\n"
            + "- toD: 'http:h/${body.data[id]}?apiKey=hunter2'\n- to: { uri: '{{fulfilment.url}}/x?a=b&access_token=hunter2' }\n"
            + "- wireTap: { uri: 'http:h?authPassword=RAW(hunter2)' }\n",
            "routes/destinations/x.camel.yaml:6:15: ERROR secret-in-route: the value of 'password' stands in the query of an endpoint" + SECRET,
            "routes/destinations/x.camel.yaml:7:16: ERROR secret-in-route: the value of 'apiKey' stands in the query of an endpoint" + SECRET,
            "routes/destinations/x.camel.yaml:8:22: ERROR secret-in-route: the value of 'access_token' stands in the query of an endpoint" + SECRET,
            "routes/destinations/x.camel.yaml:9:27: ERROR secret-in-route: the value of 'authPassword' stands in the query of an endpoint" + SECRET),
        steps("a secret in other steps that give a name a value",
            "- setHeader: { name: Authorization, simple: hunter2 }\n"
            + "- setHeader: { name: Authorization, expression: { simple: { expression: hunter2 } } }\n"
            + "- setHeaders:\n    headers:\n      - { name: X-Api-Key, constant: hunter2 }\n"
            + "- setVariable: { name: crm.password, constant: hunter2 }\n"
            + "- setVariables: { variables: [ { name: client_secret, simple: hunter2 } ] }\n"
            + "- setProperty: { name: apiKey, constant: hunter2 }\n",
            "routes/destinations/x.camel.yaml:6:53: ERROR secret-in-route: the value of the header 'Authorization' stands in the route" + SECRET,
            "routes/destinations/x.camel.yaml:7:81: ERROR secret-in-route: the value of the header 'Authorization' stands in the route" + SECRET,
            "routes/destinations/x.camel.yaml:10:46: ERROR secret-in-route: the value of the header 'X-Api-Key' stands in the route" + SECRET,
            "routes/destinations/x.camel.yaml:11:56: ERROR secret-in-route: the value of the variable 'crm.password' stands in the route" + SECRET,
            "routes/destinations/x.camel.yaml:12:71: ERROR secret-in-route: the value of the variable 'client_secret' stands in the route" + SECRET,
            "routes/destinations/x.camel.yaml:13:50: ERROR secret-in-route: the value of the property 'apiKey' stands in the route" + SECRET),
        file("a secret in the parameters of a template", "- routeTemplate:\n    id: t\n    parameters:\n      - name: password\n    from:\n"
            + "      uri: timer:x\n      steps:\n        - log: x\n- templatedRoute:\n    routeTemplateRef: t\n    parameters:\n"
            + "      - name: password\n        value: hunter2\n",
            "routes/destinations/x.camel.yaml:13:16: ERROR secret-in-route: the value of 'password' stands in the route" + SECRET),
        steps("short forms that Camel's YAML has no more", "- wireTap: log:x\n- delay: 10\n- setBody: x\n- filter: '${body}'\n- loop: 3\n",
            "routes/destinations/x.camel.yaml:6:20: ERROR wrong-type: 'wireTap' is a plain value: write \"uri: log:x\" in a line below \"wireTap:\"",
            "routes/destinations/x.camel.yaml:7:18: ERROR wrong-type: 'delay' is a plain value: write \"expression:\" below it, below that"
            + " \"constant:\", and below that \"expression: 10\"",
            "routes/destinations/x.camel.yaml:8:20: ERROR wrong-type: 'setBody' is a plain value: write \"expression:\" below it, below that"
            + " \"constant:\", and below that \"expression: x\"",
            "routes/destinations/x.camel.yaml:9:19: ERROR wrong-type: 'filter' is a plain value: write \"expression:\" below it, below that"
            + " \"simple:\", and below that \"expression: ${body}\"",
            "routes/destinations/x.camel.yaml:10:17: ERROR wrong-type: 'loop' is a plain value: write \"expression:\" below it, below that"
            + " \"constant:\", and below that \"expression: 3\""),
        file("a merge", "- route:\n    id: x\n    from:\n      uri: durable:x\n      steps:\n        - to: &a { uri: 'log:x' }\n"
            + "        - to:\n            <<: *a\n            description: x\n",
            "routes/destinations/x.camel.yaml:8:13: ERROR merge-key: '<<' is a merge, which Camel's YAML does not know: write its lines out here"),
        file("an anchor that holds itself", "- route:\n    id: x\n    from:\n      uri: durable:x\n      steps:\n        - filter: &a\n"
            + "            simple: ${body}\n            steps:\n              - filter: *a\n",
            "routes/destinations/x.camel.yaml:6:19: ERROR anchor-in-itself: what the anchor '&a' names holds itself, by '*a': write the lines out"
            + " where they are meant"),
        steps("a language of a log that is not there", "- log: { message: .a, logLanguage: jq }\n",
            "routes/destinations/x.camel.yaml:6:44: ERROR unknown-language: the language 'jq' is not in the gateway: add it with"
            + " ./menta-gateway lib add camel-jq, or write the expression in simple"),
        file("what is missing for a route that a precondition leaves out", leftOut("'{{mode:prod}}' == 'test'"),
            "routes/destinations/x.camel.yaml:7:15: WARNING unknown-component: there is no component 'htttp'; did you mean 'http'?",
            "routes/destinations/x.camel.yaml:8:15: WARNING unknown-kamelet: there is no kamelet 'sendmail'; did you mean 'send-mail'? There are"
            + " database-call, database-query, database-update, file-append, file-put, jms-send, kafka-send, rest-batch, rest-call, send-mail, sftp-put, soap-call",
            "routes/destinations/x.camel.yaml:9:22: WARNING unknown-language: the language 'jq' is not in the gateway: add it with"
            + " ./menta-gateway lib add camel-jq, or write the expression in simple",
            "routes/destinations/x.camel.yaml:10:69: WARNING unknown-exception: there is no class 'com.crm.NoLuck': write its whole name with its"
            + " package; the jar of a class that the gateway does not have belongs into lib/"),
        file("what is missing for a route that a precondition takes", leftOut("'{{mode:prod}}' == 'prod'").replaceAll("(?m)^ +- (to: kamelet|setBody|doTry).*\n", ""),
            "routes/destinations/x.camel.yaml:7:15: ERROR unknown-component: there is no component 'htttp'; did you mean 'http'?"),
        edit("an onException for a class that is not there", folder -> folder.replace("routes/errors.camel.yaml", "java.sql.SQLException",
            "java.sql.SqlException"),
            "routes/errors.camel.yaml:58:15: ERROR unknown-exception: there is no class 'java.sql.SqlException'; did"
            + " you mean 'java.sql.SQLException'?"),
        steps("a bean that is not there", "- process:\n    ref: autenticator\n",
            "routes/destinations/x.camel.yaml:7:18: ERROR unknown-bean: there is no bean 'autenticator'; did you"
            + " mean 'authenticator'? A bean stands under \"beans:\" in a route file: correct the name, or write it"
            + " there"),
        edit("a success code that menta does not take", folder -> folder.replace("routes/intake.camel.yaml", "expression: \"202\"",
            "expression: \"203\""),
            "routes/intake.camel.yaml:68:29: ERROR success-code: the answer 203 is a failure to menta tech, which"
            + " takes 200, 201, 202 and 204 only and sends again: write 202"),
        edit("an intake that can answer without custody", folder -> folder.replace("routes/intake.camel.yaml", "uri: durable:quarantine",
            "uri: log:unusable"),
            "routes/intake.camel.yaml:68:29: ERROR no-custody: the answer 202 is set where the request may not be on"
            + " disk, and 202 means that it is: put it behind the step that sends to durable:, on every path"),
        edit("an intake without the authenticator", folder -> folder.replace("routes/intake.camel.yaml", "            ref: authenticator",
            "            ref: envelopeMapper"),
            "routes/intake.camel.yaml:32:17: ERROR no-authenticator: durable: stands here before the step"
            + " \"process\" with \"ref: authenticator\", without which nothing is stored: put that step first"),
        edit("a step in the intake that blocks", folder -> folder.replace("routes/intake.camel.yaml", "        - setBody:\n",
            "        - delay:\n            expression:\n              constant:\n                expression: \"100\"\n        - setBody:\n"),
            "routes/intake.camel.yaml:52:11: WARNING blocking-step: the step 'delay' makes the intake wait, and"
            + " every other notification with it: send to a durable: channel, and do it in the route that reads that"),
        edit("an action without a branch, and a family without an entity", folder -> folder.replace("routes/router.camel.yaml",
            "'listing.created'", "'voucher.used'"),
            "routes/router.camel.yaml:10:11: WARNING action-without-branch: no branch takes listing.created, which"
            + " menta tech sends: add a branch for each; until then they go to the quarantine",
            "routes/router.camel.yaml:46:33: WARNING family-without-entity: nothing says what a notification of the"
            + " family 'voucher' is about: its order is kept by data.id, and one without data.id has no order. Set"
            + " gateway.entity.voucher in config/application.properties to the fields that identify it, such as data.id"),
        all(file("a step without id and description", """
            - route:
                id: fulfilment-2
                description: x
                from:
                  uri: direct:fulfilment
                  steps:
                    - to:
                        uri: log:x
                    - setBody:
                        simple: x
            """,
            "routes/destinations/x.camel.yaml:5:12: WARNING unreached-route: no route sends to direct:fulfilment."
            + " This route never runs: send to it, in the router for example, or remove it",
            "routes/destinations/x.camel.yaml:7:11: WARNING unnamed-step: the step 'to' has no id and no"
            + " description: the log and health name it by its id, and who comes next reads the description; write both",
            "routes/destinations/x.camel.yaml:10:13: WARNING compact-expression: 'simple' stands in the short form,"
            + " which newer Camels give up: write \"expression:\", below it \"simple:\", and below that"
            + " \"expression:\" with the text")));
  }

  private static String leftOut(String precondition) {
    return """
        - route:
            id: x
            precondition: "%s"
            from:
              uri: timer:x
              steps:
                - to: htttp:api
                - to: kamelet:sendmail
                - setBody: { jq: .a }
                - doTry: { steps: [ { log: x } ], doCatch: [ { exception: [ com.crm.NoLuck ], steps: [ { log: y } ] } ] }
        """.formatted(precondition);
  }

  private static Edit sql(String name, String sql, String... findings) {
    return edit(name, folder -> folder.replace("routes/destinations/ticket-ownership.camel.yaml",
        "UPDATE tickets SET owner_email = :?newOwnerEmail, updated_at = CURRENT_TIMESTAMP WHERE id = :?data.id", sql), findings);
  }

  /** The same edits for who has a gateway that runs: the name, what makes it in a folder, and whether one of its findings is an error. */
  public record EditOfFolder(String name, ThrowingConsumer<Path> change, boolean isError) {
    @Override
    public String toString() {
      return name;
    }
  }

  public static Stream<EditOfFolder> editsOfFolders() {
    return edits().map(edit -> new EditOfFolder(edit.name(), home -> edit.change().make(new CheckedFolder(home)),
        edit.findings().stream().anyMatch(finding -> finding.contains(": ERROR "))));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void an_edit_that_goes_wrong_is_told_with_its_place_and_what_to_write_instead(Edit edit) throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home);
    edit.change().make(folder);

    assertThat(folder.check().stream().filter(finding -> !edit.beside().contains(finding.rule()))
        .map(finding -> finding.place() + ": " + finding.severity() + " " + finding.rule() + ": " + finding.message()).toList())
        .isEqualTo(edit.findings());
  }
}
