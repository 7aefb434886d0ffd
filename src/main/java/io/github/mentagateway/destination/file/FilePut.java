package io.github.mentagateway.destination.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.jcraft.jsch.JSch;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.JsonBody;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The bean of the kamelets {@code file-put} and {@code sftp-put}: the name and the content of one file, the same for each attempt. */
public final class FilePut {
  private FileName name = new FileName("{deliveryId}.json");
  private JsonBody json = new JsonBody("");
  private FieldResolver fields = new FieldResolver("");

  /**
   * {@code file}, which is the default, or {@code sftp}. A login that is refused is then tried once in each attempt, where JSch by itself tries it
   * six times, because servers lock accounts.
   */
  public void setSystem(String name) {
    if (name.equals("sftp")) {
      JSch.setConfig("MaxAuthTries", "1");
    }
  }

  public void setName(String pattern) {
    name = new FileName(pattern.strip());
  }

  /** The template of the content; with an empty one it is the body as it stands. */
  public void setJson(String template) {
    json = new JsonBody(template);
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  public void prepare(Exchange exchange) throws JsonProcessingException {
    String file = name.fill(exchange, fields);
    byte[] content = json.bytes(exchange, fields);
    Message call = IsolatedCall.begin(exchange);
    call.setHeader(Exchange.FILE_NAME, file);
    call.setBody(content);
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }
}
