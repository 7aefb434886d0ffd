package io.github.mentagateway.tls;

import io.github.mentagateway.failure.Causes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** One connection's handshake with a server, whose failure is told in words: whose certificate does not fit, why, and what mends it. */
public final class Handshake {
  private static final Pattern ALERT = Pattern.compile("[Rr]eceived fatal alert: (\\w+)");
  /** What a server says of a client's certificate (RFC 8446, 6.2). */
  private static final Set<String> ABOUT_OURS = Set.of("bad_certificate", "unsupported_certificate", "certificate_revoked",
      "certificate_expired", "certificate_unknown", "unknown_ca", "access_denied", "certificate_required", "no_certificate");
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MOST_NAMES = 10;
  private static final int LONGEST_NAME = 200;

  private final ClientTls tls;
  private final String server;
  private boolean asked;

  /** @param server as host:port */
  public Handshake(ClientTls tls, String server) {
    this.tls = tls;
    this.server = server;
    ClientKey.wasAsked();
  }

  /**
   * Called in the thread of the handshake when that is over.
   *
   * @param made the connection; null when it was not made
   */
  public void done(SSLSocket made) {
    // before TLS 1.3 a server that does not take our certificate lets no handshake end
    asked = ClientKey.wasAsked() && (made == null || made.getSession().getProtocol().equals("TLSv1.3"));
  }

  /**
   * The failure of the handshake, or of the first call behind it: in TLS 1.3 a server refuses a client's certificate only then, and may
   * close the connection before we have read why.
   *
   * @return the failure itself when it is not about certificates
   */
  public IOException explain(IOException failure) {
    UntrustedChainException chain = Causes.first(UntrustedChainException.class, failure);
    if (chain != null) {
      return new CertificateRefusedException(ofServer(chain), failure);
    }
    SSLException ssl = Causes.first(SSLException.class, failure);
    Matcher alert = ALERT.matcher(ssl == null ? "" : String.valueOf(ssl.getMessage()));
    if (alert.find()) {
      return ABOUT_OURS.contains(alert.group(1)) || asked && alert.group(1).equals("handshake_failure")
          ? new CertificateRefusedException(ofOurs(alert.group(1)), failure) : failure;
    }
    return asked && !(failure instanceof InterruptedIOException) ? new CertificateRefusedException(ofOurs(null), failure) : failure;
  }

  private String ofServer(UntrustedChainException refused) {
    X509Certificate leaf = refused.chain()[0];
    String whose = "the certificate of " + server + " (" + name(leaf.getSubjectX500Principal().getName()) + ", issued by "
        + name(leaf.getIssuerX500Principal().getName()) + ")";
    for (X509Certificate one : refused.chain()) {
      String which = one == leaf ? whose
          : "the certificate of " + server + " rests on that of " + name(one.getSubjectX500Principal().getName()) + ", which";
      try {
        one.checkValidity(new Date());
      } catch (CertificateExpiredException e) {
        return which + " has expired: it was valid until " + one.getNotAfter().toInstant()
            + ". It is renewed at the server; no setting lets it pass";
      } catch (CertificateNotYetValidException e) {
        return which + " is valid from " + one.getNotBefore().toInstant()
            + " on only: the clock here or the one of its authority is wrong";
      }
    }
    if (refused.isTrusted() && String.valueOf(refused.getMessage()).matches("(?is).*(alternative|name matching).*")) {
      return whose + " is for " + names(leaf) + " only: call the server by such a name, or have that certificate made for this one too";
    }
    if (refused.isTrusted()) {
      return whose + " is made in a way that Java does not take: " + name(String.valueOf(refused.getMessage()));
    }
    X509Certificate last = refused.chain()[refused.chain().length - 1];
    return whose + " is not trusted: put the certificate of its authority, " + name(last.getIssuerX500Principal().getName())
        + ", into a PEM file, and set " + tls.group() + ".trust to that file";
  }

  /** @param alert null when the server closed the connection and we read no reason */
  private String ofOurs(String alert) {
    X509Certificate shown = tls.shown().orElse(null);
    if (shown == null) {
      return server + " wants a client certificate (" + (alert == null ? "it closed the connection" : alert) + "): set "
          + tls.group() + ".client-certificate and " + tls.group() + ".client-key";
    }
    boolean expired = shown.getNotAfter().before(new Date());
    return server + (alert == null ? " closed the connection after it saw our certificate" : " refuses our certificate (" + alert + ")")
        + ": it is " + name(shown.getSubjectX500Principal().getName()) + ", issued by "
        + name(shown.getIssuerX500Principal().getName()) + ", valid until " + shown.getNotAfter().toInstant()
        + (expired ? ", and so expired: put a new one into the files of " : ": have it accepted there, or put another one into the files of ")
        + tls.group() + ".client-certificate and .client-key";
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> others = certificate.getSubjectAlternativeNames();
      List<String> names = Stream.ofNullable(others).flatMap(Collection::stream)
          .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)).map(name -> name(name.get(1).toString())).toList();
      return names.isEmpty() ? name(certificate.getSubjectX500Principal().getName())
          : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + (names.size() > MOST_NAMES ? " and others" : "");
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
  }

  /** What a certificate says is anybody's text. */
  private static String name(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "…" : plain;
  }
}
