package io.github.mentagateway.destination.soap;

import io.github.mentagateway.destination.Escaping;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Supplier;

/** The header block that says who calls (OASIS, Web Services Security: UsernameToken Profile 1.1). */
final class UsernameToken {
  private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
  static final String SECURITY = OASIS + "wssecurity-secext-1.0.xsd";
  private static final String UTILITY = OASIS + "wssecurity-utility-1.0.xsd";
  private static final String TYPE = OASIS + "username-token-profile-1.0#";
  private static final String BASE64 = OASIS + "soap-message-security-1.0#Base64Binary";

  private final boolean isDigest;
  private final Clock clock;
  private final Supplier<byte[]> nonces;

  UsernameToken(boolean isDigest, Clock clock, Supplier<byte[]> nonces) {
    this.isDigest = isDigest;
    this.clock = clock;
    this.nonces = nonces;
  }

  String header(String user, String password) {
    return "<wsse:Security soap:mustUnderstand=\"1\" xmlns:wsse=\"" + SECURITY + "\"><wsse:UsernameToken><wsse:Username>"
        + Escaping.XML.apply(user) + "</wsse:Username>" + (isDigest ? digest(password)
        : "<wsse:Password Type=\"" + TYPE + "PasswordText\">" + Escaping.XML.apply(password) + "</wsse:Password>")
        + "</wsse:UsernameToken></wsse:Security>";
  }

  private String digest(String password) {
    byte[] nonce = nonces.get();
    String created = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Base64.Encoder base64 = Base64.getEncoder();
    return "<wsse:Password Type=\"" + TYPE + "PasswordDigest\">" + base64.encodeToString(hash(nonce, created, password))
        + "</wsse:Password><wsse:Nonce EncodingType=\"" + BASE64 + "\">" + base64.encodeToString(nonce) + "</wsse:Nonce><wsu:Created xmlns:wsu=\""
        + UTILITY + "\">" + created + "</wsu:Created>";
  }

  private static byte[] hash(byte[] nonce, String created, String password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(nonce);
      sha1.update(created.getBytes(StandardCharsets.UTF_8));
      return sha1.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
