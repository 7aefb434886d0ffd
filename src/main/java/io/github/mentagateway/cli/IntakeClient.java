package io.github.mentagateway.cli;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Posts to an intake as menta does. */
final class IntakeClient {
  private static final Set<String> OF_HTTP_ITSELF =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade");

  private final Settings settings;
  private final Credentials credentials;

  /** @param credentials null when only a given header value is used */
  IntakeClient(Settings settings, Credentials credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  URI ownUrl() {
    Address listen = settings.intake().listen();
    return URI.create("https://" + listen.reachableHost() + ":" + listen.port() + credentials.intakePath());
  }

  HttpExchange.Answer send(URI url, boolean own, String headerValue, byte[] body) {
    try {
      return request(url, headerValue, body).secure(trust(own).context(), own ? Proxy.NO_PROXY : proxy(url));
    } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
      throw new CommandFailedException("nothing answers at " + place(url, own) + ": "
          + (own ? ConsoleText.START_IT : "is that gateway running, its port open?"), e);
    } catch (SSLException e) {
      throw new CommandFailedException("no secure connection to " + place(url, own) + " (" + e.getMessage() + "): "
          + (own ? "what answers there is not this gateway, or it runs with another certificate; start it anew in this folder"
              : "its certificate is neither this gateway's own nor one that Java trusts"), e);
    } catch (SocketTimeoutException e) {
      throw new CommandFailedException("no answer from " + place(url, own) + " in time: the gateway's log says why", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the connection to " + place(url, own) + " broke (" + e.getMessage() + "): send it again", e);
    } catch (GeneralSecurityException e) {
      throw new CommandFailedException("TLS cannot be used here: " + e.getMessage(), e);
    }
  }

  /** The proxy of Java's own options ({@code https.proxyHost}). */
  private static Proxy proxy(URI url) {
    return ProxySelector.getDefault().select(url).get(0);
  }

  /** The URL without its path, which is a secret. */
  private String place(URI url, boolean own) {
    return own ? "https://" + url.getAuthority() + " (gateway.intake.listen is " + settings.intake().listen() + ")"
        : "https://" + url.getAuthority();
  }

  private HttpExchange request(URI url, String headerValue, byte[] body) {
    HttpExchange request = HttpExchange.post(url, body).header("Content-Type", "application/json");
    credentials(headerValue).forEach((name, value) -> {
      if (OF_HTTP_ITSELF.contains(name.toLowerCase(Locale.ROOT)) || value.chars().anyMatch(IntakeClient::isUnsendable)) {
        throw new CommandFailedException("the header " + name + " (gateway.intake.auth.header-name) cannot be "
            + "sent with this value: it must be one line of plain characters, and no header that HTTP itself needs");
      }
      request.header(name, value);
    });
    return request;
  }

  /** Whether a field's value may not hold the character, in the encoding that it is sent in (RFC 9110, 5.5). */
  private static boolean isUnsendable(int c) {
    return c < ' ' && c != '\t' || c > '~' && c < 0xA0 || c > 0xFF;
  }

  /** The headers that authenticate the sender. */
  Map<String, String> credentials(String headerValue) {
    Settings.Intake intake = settings.intake();
    Map<String, String> headers = new LinkedHashMap<>();
    if (headerValue != null || intake.auth().contains(Scheme.HEADER)) {
      headers.put(intake.headerName(), headerValue != null ? headerValue : credentials.headerValues().get(0));
    }
    if (credentials != null && intake.auth().contains(Scheme.BASIC)) {
      String pair = intake.basicUser() + ":" + credentials.basicPasswords().get(0);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  /** @param own whether the endpoint is this gateway, so that only its certificate is trusted */
  PinnedTrustManager trust(boolean own) throws GeneralSecurityException {
    return PinnedTrustManager.of(ServerCertificate.of(settings).certificate(), own);
  }
}
