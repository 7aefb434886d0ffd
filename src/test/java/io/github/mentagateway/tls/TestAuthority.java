package io.github.mentagateway.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** An authority of a company's own, which signs certificates of servers and clients. */
public final class TestAuthority {
  private final X500Principal name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    this.keys = keys("EC");
    this.certificate = sign(this.name, keys, true, Instant.now().plus(Duration.ofDays(9)));
  }

  /** A certificate with its key. */
  public record Pair(X509Certificate certificate, PrivateKey key) {
    public Path writeCertificate(Path file) {
      return write(file, pem(certificate));
    }

    /** In PKCS#8. */
    public Path writeKey(Path file) {
      try {
        return write(file, pem(new JcaPKCS8Generator(key, null)));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** In the older form: PKCS#1 of an RSA key, SEC 1 of an EC key. */
    public Path writeOldKey(Path file) {
      try {
        return write(file, pem(key instanceof ECPrivateKey ec ? new PemObject("EC PRIVATE KEY", new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(),
            SECObjectIdentifiers.secp256r1).getEncoded()) : key));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** @param algorithm RSA or EC; a name that begins with a digit is an address */
  public Pair issue(String algorithm, Duration validFor, String... names) {
    KeyPair pair = keys(algorithm);
    return new Pair(sign(new X500Principal("CN=" + names[0]), pair, false, Instant.now().plus(validFor), names), pair.getPrivate());
  }

  public Pair issue(String... names) {
    return issue("EC", Duration.ofDays(3), names);
  }

  public Path writeCertificate(Path file) {
    return write(file, pem(certificate));
  }

  /** TLS of a server that shows this certificate, and asks for one of this authority's where it is configured so. */
  public SSLContext serving(Pair pair) {
    try {
      KeyStore own = store();
      own.setKeyEntry("own", pair.key(), new char[0], new Certificate[] {pair.certificate()});
      KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      shown.init(own, new char[0]);
      KeyStore authorities = store();
      authorities.setCertificateEntry("authority", certificate);
      TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore store() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(X500Principal subject, KeyPair pair, boolean isAuthority, Instant until, String... names) {
    try {
      var builder = new JcaX509v3CertificateBuilder(name, new BigInteger(127, new SecureRandom()),
          Date.from(Instant.now().minus(Duration.ofDays(30))), Date.from(until), subject, pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(Stream.of(names)
            .map(one -> new GeneralName(Character.isDigit(one.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, one))
            .toArray(GeneralName[]::new)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
