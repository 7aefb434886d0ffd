package io.github.mentagateway.cli;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.github.mentagateway.settings.SettingsException;
import io.github.mentagateway.simulator.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the endpoint of a simulation: this folder's gateway, or another one, which gets none of its secrets. */
final class EndpointOptions {
  private static final String USUAL_HEADER = "Authorization";
  /** RFC 9110, 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> OF_HTTP_ITSELF = Set.of("host", "content-length", "transfer-encoding", "connection");

  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--url", paramLabel = "URL", description = "Another endpoint's full https URL. It is sent none of this folder's "
      + "credentials. Its certificate must be this gateway's own, or one that Java or --trust trusts.")
  private String url;

  @Option(names = "--header-value", paramLabel = "VALUE",
      description = "The value of the authentication header, instead of this gateway's.")
  private String headerValue;

  @Option(names = "--header", paramLabel = "NAME:VALUE", description = "One more header; may be given several times.")
  private List<String> headers = List.of();

  @Option(names = "--trust", paramLabel = "FILE", description = "With --url: trust these certificates (PEM), and no others.")
  private Path trust;

  Endpoint endpoint(CommandContext context) throws IOException, SettingsException {
    Map<String, String> more = moreHeaders();
    check("--header-value", headerValue);
    try {
      return url == null ? own(context, more) : other(context, more);
    } catch (GeneralSecurityException e) {
      throw new CommandFailedException("TLS cannot be used here: " + e.getMessage(), e);
    }
  }

  private Endpoint own(CommandContext context, Map<String, String> more)
      throws IOException, SettingsException, GeneralSecurityException {
    if (trust != null) {
      throw wrong("--trust is given without --url: this folder's gateway is known by its own certificate; leave it out");
    }
    Settings settings = context.settings();
    if (headerValue != null && settings.intake().auth().equals(Set.of(Scheme.BASIC))) {
      throw wrong("--header-value is given, and gateway.intake.auth is basic, which takes no such header: leave it out");
    }
    IntakeClient intake = new IntakeClient(settings, Credentials.read(settings));
    Map<String, String> all = new LinkedHashMap<>(intake.credentials(headerValue));
    all.putAll(more);
    return new Endpoint(intake.ownUrl(), intake.trust(true).context(), all);
  }

  private Endpoint other(CommandContext context, Map<String, String> more) throws GeneralSecurityException {
    URI target = target();
    Settings settings = settingsIfAny(context);
    Map<String, String> all = new LinkedHashMap<>();
    if (headerValue != null) {
      all.put(settings == null ? USUAL_HEADER : settings.intake().headerName(), headerValue);
    }
    all.putAll(more);
    PinnedTrustManager whom = trust != null
        ? new PinnedTrustManager(null, PinnedTrustManager.of(certificates(context.caller().resolve(trust))))
        : settings != null ? new IntakeClient(settings, null).trust(false) : new PinnedTrustManager(null, PinnedTrustManager.usual());
    return new Endpoint(target, whom.context(), all);
  }

  /** The URL of another endpoint. Its path may be a secret, so that no sentence repeats it. */
  private URI target() {
    URI target = null;
    try {
      target = new URI(url);
    } catch (URISyntaxException noUrl) {
      // the check below reports it
    }
    if (target == null || !"https".equalsIgnoreCase(target.getScheme()) || target.getHost() == null) {
      throw wrong("--url is no full URL that begins with https://: give one, such as https://HOST/PATH, because menta sends to no other");
    }
    if (target.getRawUserInfo() != null) {
      throw wrong("--url has a user or password in it, which is not sent: leave it out, and give --header-value 'Basic …'");
    }
    return target;
  }

  /** Null where no gateway could start: another endpoint can be simulated against from any folder. */
  private static Settings settingsIfAny(CommandContext context) {
    try {
      return context.settings();
    } catch (SettingsException noGatewayHere) {
      return null;
    }
  }

  private static KeyStore certificates(Path file) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
    } catch (NoSuchFileException e) {
      throw new CommandFailedException(file + " is not there: give --trust a PEM file with certificates", e);
    } catch (IOException | CertificateException e) {
      throw new CommandFailedException(file + " cannot be read as certificates in PEM: " + e.getMessage(), e);
    }
    if (store.size() == 0) {
      throw new CommandFailedException(file + " holds no certificate: give --trust a PEM file with certificates");
    }
    return store;
  }

  private Map<String, String> moreHeaders() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      String name = header.substring(0, Math.max(colon, 0)).strip();
      if (!NAME.matcher(name).matches() || OF_HTTP_ITSELF.contains(name.toLowerCase(Locale.ROOT))) {
        // the value is not repeated, because it may be a secret
        throw wrong((name.isEmpty() ? "--header is given without a name" : "--header is given as '" + name + "'")
            + ": it must be NAME:VALUE, such as X-Api-Key:abc, and no header that HTTP itself needs");
      }
      String value = header.substring(colon + 1).strip();
      check("--header " + name, value);
      all.put(name, value);
    }
    return all;
  }

  private void check(String option, String value) {
    if (value != null && value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
      throw wrong(option + " has a value that cannot be sent: it must be one line of plain characters");
    }
  }

  private CommandLine.ParameterException wrong(String sentence) {
    return new CommandLine.ParameterException(command.commandLine(), sentence);
  }
}
