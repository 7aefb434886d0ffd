package io.github.mentagateway.destination.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.TextTemplate;
import io.github.mentagateway.destination.JsonBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The bean of the kamelet {@code file-append}: one line of CSV or JSON, the same for each attempt, with the delivery's id in it. */
public final class FileLine {
  private static final String ID = "{deliveryId}";
  private static final String WHOLE = """
      {"deliveryId": "{deliveryId}", "receivedAt": "{receivedAt}", "family": "{family}", "action": "{action}", "type": "{type}", "data": "{data}",\
       "metadata": "{metadata}"}""";

  private FileName name = new FileName("{date}.jsonl");
  private String csv = "";
  private String json = "";
  private String optional = "";
  private TextTemplate columns;
  private JsonBody record;
  private FieldResolver fields;

  public void setName(String pattern) {
    name = new FileName(pattern.strip());
  }

  /** The line as CSV; an empty text stands for none. */
  public void setCsv(String line) {
    csv = line.strip();
  }

  /** The line as JSON; an empty text stands for the notification with the delivery's id. */
  public void setJson(String template) {
    json = template.strip();
  }

  public void setOptional(String names) {
    optional = names;
  }

  public void check() {
    check(csv, json);
    columns = csv.isEmpty() ? null : new TextTemplate(csv);
    record = new JsonBody(json.isEmpty() ? WHOLE : json);
    fields = new FieldResolver(json.isEmpty() && csv.isEmpty() ? "receivedAt,type,metadata" : optional);
  }

  /** @throws IllegalArgumentException when a line would not tell whose it is */
  public static void check(String csv, String json) {
    if (!csv.isEmpty() && !json.isEmpty()) {
      throw new IllegalArgumentException("csv and json are both given: a line is one of them");
    }
    String line = csv.isEmpty() ? json : csv;
    if (!line.isEmpty() && !line.contains(ID)) {
      throw new IllegalArgumentException((csv.isEmpty() ? "json" : "csv") + " has no " + ID + ": each line needs it, by which a second attempt, and"
          + " whoever reads the file, can tell that it is there already");
    }
    if (csv.lines().count() > 1) {
      throw new IllegalArgumentException("csv has several lines: it must be one, such as {deliveryId};{action};{data.id}");
    }
  }

  public void prepare(Exchange exchange) throws JsonProcessingException {
    String file = name.fill(exchange, fields);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(columns == null ? record.bytes(exchange, fields) : csv(exchange));
    line.write('\n');
    Message call = IsolatedCall.begin(exchange);
    call.setHeader(Exchange.FILE_NAME, file);
    call.setBody(line.toByteArray());
  }

  private byte[] csv(Exchange exchange) {
    return columns.fill(each -> {
      Object value = fields.plain(exchange, each);
      return value == null ? "" : quoted(value.toString());
    }).getBytes(StandardCharsets.UTF_8);
  }

  /** As RFC 4180 has it, whichever separator the line has. A line break becomes a blank, because one delivery is one line. */
  private static String quoted(String value) {
    String oneLine = value.replaceAll("\\R", " ");
    return oneLine.matches(".*[\",;\\t|].*") ? '"' + oneLine.replace("\"", "\"\"") + '"' : oneLine;
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }
}
