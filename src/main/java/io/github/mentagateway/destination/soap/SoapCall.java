package io.github.mentagateway.destination.soap;

import io.github.mentagateway.destination.BodyTemplate;
import io.github.mentagateway.destination.Escaping;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import io.github.mentagateway.destination.rest.HttpCall;
import io.github.mentagateway.privacy.PrivateText;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The bean of the kamelet {@code soap-call}: sends an envelope whose content is a template, and judges the answer by its fault. */
public final class SoapCall extends HttpCall {
  private static final int NONCE_BYTES = 16;
  private static final int UNAUTHORIZED = 401;
  /** What would leave the quotes around it. */
  private static final Pattern NO_ACTION = Pattern.compile("[\"\\\\\\s\\p{Cntrl}]");

  private SoapVersion version = SoapVersion.V1_1;
  private String template;
  private String headerTemplate = "";
  private String soapAction = "";
  private String user = "";
  private String password = "";
  private boolean isDigest;
  private Set<String> retriedFaults = Set.of();
  private Set<String> refusedFaults = Set.of();
  private boolean answersBody;
  private UsernameToken token;

  public void setVersion(String text) {
    version = SoapVersion.of(text.strip());
  }

  /** The file in {@code routes/templates} with the content of the envelope's body. */
  public void setTemplate(String file) {
    template = file.strip();
  }

  /** The file in {@code routes/templates} with the content of the envelope's header; empty for none. */
  public void setHeaderTemplate(String file) {
    headerTemplate = file.strip();
  }

  public void setSoapAction(String action) {
    checkAction(action);
    soapAction = action;
  }

  /** @throws IllegalArgumentException when it cannot stand in quotes in a header */
  public static void checkAction(String action) {
    if (NO_ACTION.matcher(action).find()) {
      throw new IllegalArgumentException("soapAction is '" + action
          + "': it must be as the WSDL has it, without quotes and blanks, such as urn:tickets/ChangeOwner");
    }
  }

  /** The user of WS-Security's username token, which may be a {@code {secret:NAME}}; empty for no token. */
  public void setUser(String name) {
    user = name;
  }

  public void setPassword(String text) {
    password = text;
  }

  public void setPasswordType(String type) {
    if (!Set.of("text", "digest").contains(type)) {
      throw new IllegalArgumentException("passwordType is '" + type + "': it must be text or digest");
    }
    isDigest = type.equals("digest");
  }

  /** Names of faults that are tried again, with commas between them. */
  public void setRetryFaults(String names) {
    retriedFaults = names(names);
  }

  /** Names of faults that are dead letters, with commas between them. */
  public void setRefuseFaults(String names) {
    refusedFaults = names(names);
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
  }

  public void setAnswer(String what) {
    if (!Set.of("none", "body").contains(what)) {
      throw new IllegalArgumentException("answer is '" + what + "': it must be none or body");
    }
    answersBody = what.equals("body");
  }

  @Override
  public void check() {
    super.check();
    part("template", template);
    if (!headerTemplate.isEmpty()) {
      part("headerTemplate", headerTemplate);
    }
    if (user.isEmpty() != password.isEmpty()) {
      throw new IllegalArgumentException("the call has '" + (user.isEmpty() ? "password" : "user") + "' and no '"
          + (user.isEmpty() ? "user" : "password") + "': a username token has both, the password as {secret:NAME}");
    }
    secrets(user + password);
    // a case must come out the same each time
    token = isTriedOut() ? new UsernameToken(isDigest, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> new byte[NONCE_BYTES])
        : new UsernameToken(isDigest, Clock.systemUTC(), nonces());
  }

  private static Supplier<byte[]> nonces() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      return nonce;
    };
  }

  private BodyTemplate part(String parameter, String file) {
    return template(parameter, file, Escaping.XML_CONTENT);
  }

  public void prepare(Exchange exchange) {
    String header = (user.isEmpty() ? "" : token.header(secrets(user), secrets(password)))
        + (headerTemplate.isEmpty() ? "" : part("headerTemplate", headerTemplate).fill(exchange, fields()));
    String envelope = version.envelope(header, part("template", template).fill(exchange, fields()));
    Message request = begin(exchange, HttpMethods.POST, envelope.getBytes(StandardCharsets.UTF_8), version.contentType(soapAction));
    version.putAction(request, soapAction);
  }

  public void answer(Exchange exchange) throws HttpOperationFailedException, UnsuccessfulCallException {
    Message answer = exchange.getMessage();
    int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    String text = Objects.requireNonNullElse(answer.getBody(String.class), "");
    // the body is a stream, which is read now
    answer.setBody(text);
    Optional<SoapAnswer> soap = SoapAnswer.read(text);
    Optional<SoapFault> fault = soap.flatMap(SoapAnswer::fault);
    if (fault.isPresent()) {
      judge(exchange, status, fault.get());
    } else if (soap.isEmpty() && status / 100 == 2 && !text.isBlank()) {
      throw new UnsuccessfulAnswerException(status, retryAfter(answer), "the service answered " + status + " with what is no SOAP: " + shown(text)
          + ". Look whether a proxy gave it, or whether the url is right");
    } else {
      judge(exchange);
    }
    if (answersBody) {
      IsolatedCall.answer(exchange, body(answer));
    }
  }

  /**
   * A fault with a status that no fault has by itself (401, 503, …) is judged by the status, as any answer. Else its code counts. That of a
   * server is tried again, and speaks for this delivery only: the service has read the call, and the common stacks say so of any exception
   * that one call has raised.
   */
  private void judge(Exchange exchange, int status, SoapFault fault) throws HttpOperationFailedException, UnsuccessfulCallException {
    String told = "the service answered " + status + " with the fault " + fault.code() + ": " + shown(fault.text());
    if (fault.isAnyOf(refusedFaults)) {
      throw new PermanentFailureException(told);
    } else if (fault.isAnyOf(retriedFaults)) {
      throw new UnsuccessfulCallException(told);
    } else if (fault.isOfSecurity()) {
      // as the status that says the same
      throw new UnsuccessfulAnswerException(UNAUTHORIZED, retryAfter(exchange.getMessage()), told
          + ". It takes no credentials of the gateway: look at 'user', 'password' and 'passwordType'");
    } else if (status / 100 != 2 && status != 400 && status != 500) {
      exchange.getMessage().setBody(fault.code() + ": " + fault.text());
      judge(exchange);
    } else if (fault.isOfCaller()) {
      throw new PermanentFailureException(told);
    } else {
      throw new UnsuccessfulCallException(told);
    }
  }

  private static String shown(String text) {
    return PrivateText.mark(beginning(text));
  }

  /** The values of the answer's first element, else the text. */
  @Override
  protected Object read(String text) {
    return SoapAnswer.read(text).map(SoapAnswer::value).orElse(text);
  }
}
