package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Lets a request in when it satisfies every scheme of {@code gateway.intake.auth}; with none, everybody. The server asks it
 * before it reads a body; the route names it again ({@code process: ref: authenticator}), where it throws {@link
 * NotAuthenticatedException}, and takes the request's headers out of the message, so that none of them travels on into mails and
 * calls.
 */
public final class Authenticator implements Processor {
  private static final String ADMITTED_BY = "MentaAdmittedBy";
  private static final byte[] NOTHING = {};

  private final Set<Scheme> schemes;
  private final String headerName;
  private final Secret headerValue;
  private final Secret basicUser;
  private final Secret basicPassword;

  public Authenticator(Settings.Intake settings, Credentials credentials) {
    schemes = Set.copyOf(settings.auth());
    headerName = settings.headerName();
    headerValue = new Secret(credentials.headerValues());
    basicUser = new Secret(List.of(settings.basicUser()));
    basicPassword = new Secret(credentials.basicPasswords());
  }

  /** Judges headers alone, in a time that does not tell what was wrong with them. */
  boolean admits(MultiMap headers) {
    return judge(headers::getAll);
  }

  /** Called by the server for an exchange whose request it let in. */
  void vouchFor(Exchange exchange) {
    exchange.setProperty(ADMITTED_BY, this);
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    if (exchange.getProperty(ADMITTED_BY) != this && !judge(name -> values(message, name))) {
      throw new NotAuthenticatedException();
    }
    if (message.hasHeaders()) {
      message.removeHeaders("*");
    }
  }

  private boolean judge(Function<String, List<String>> headers) {
    boolean right = true;
    if (schemes.contains(Scheme.HEADER)) {
      right = headerIsRight(headers.apply(headerName));
    }
    if (schemes.contains(Scheme.BASIC)) {
      right &= basicIsRight(headers.apply("Authorization"));
    }
    return right;
  }

  private boolean headerIsRight(List<String> values) {
    boolean one = values.size() == 1;
    return headerValue.matches(one ? raw(values.get(0)) : NOTHING) & one;
  }

  /** RFC 7617, in UTF-8: the first colon ends the user's name, every other one belongs to the password. */
  private boolean basicIsRight(List<String> values) {
    byte[] pair = values.size() == 1 ? basicCredentials(values.get(0)) : NOTHING;
    int colon = 0;
    while (colon < pair.length && pair[colon] != ':') {
      colon++;
    }
    boolean split = colon < pair.length;
    return basicUser.matches(Arrays.copyOf(pair, colon))
        & basicPassword.matches(split ? Arrays.copyOfRange(pair, colon + 1, pair.length) : NOTHING)
        & split;
  }

  private static byte[] basicCredentials(String value) {
    if (!value.regionMatches(true, 0, "Basic ", 0, 6)) {
      return NOTHING;
    }
    try {
      return Base64.getDecoder().decode(value.substring(6).strip());
    } catch (IllegalArgumentException notBase64) {
      return NOTHING;
    }
  }

  /** A header's characters are the bytes that were sent (RFC 9110, 5.5). */
  private static byte[] raw(String value) {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> values(Message message, String name) {
    Object value = message.getHeader(name);
    if (value instanceof List<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }
}
