package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Lets a request in when it satisfies every scheme of {@code gateway.intake.auth}; with none, everybody. The server asks it by the
 * headers alone, before it reads a body. The route asks by its step {@code process: ref: authenticator}, which lets no other exchange
 * pass than one that the server has let in; without that step {@code durable:} takes no request.
 */
public final class Authenticator implements Processor {
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
    boolean right = true;
    if (schemes.contains(Scheme.HEADER)) {
      right = headerIsRight(headers.getAll(headerName));
    }
    if (schemes.contains(Scheme.BASIC)) {
      right &= basicIsRight(headers.getAll("Authorization"));
    }
    return right;
  }

  @Override
  public void process(Exchange exchange) {
    IncomingRequest request = IncomingRequest.of(exchange);
    if (request == null) {
      throw new NotAuthenticatedException();
    }
    request.authenticated();
    // nothing that a step before this has set travels on into mails and calls
    exchange.getMessage().removeHeaders("*");
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
}
