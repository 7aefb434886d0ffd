package io.github.mentagateway.tls;

import io.github.mentagateway.credentials.ServerCertificate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import javax.net.ssl.X509ExtendedKeyManager;

/** The contents of the certificate's and the private key's file at one moment. */
record Pem(Buffer certificate, Buffer privateKey) {
  static {
    // Vert.x puts the key into a PKCS#12 store, which stays in memory and protects nothing there: encrypting and decrypting it with Java's
    // 10,000 rounds took 0.2 s of a start
    System.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");
  }

  static Pem read(ServerCertificate files) throws UnusableCertificateException {
    return new Pem(
        read(files.settings() + ".certificate", files.certificate()),
        read(files.settings() + ".private-key", files.privateKey()));
  }

  private static Buffer read(String setting, Path file) throws UnusableCertificateException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnusableCertificateException(setting + ": the file " + file + " cannot be read; it must be there, "
          + "and readable for the user that runs the gateway", e);
    }
  }

  /**
   * The pair, ready to be served.
   *
   * @throws UnusableCertificateException also when they do not belong together: while both are being replaced, one file is new
   *     and the other one still old
   */
  X509ExtendedKeyManager keys(ServerCertificate files) throws UnusableCertificateException {
    Certificate leaf = leaf(files);
    try {
      PemKeyCertOptions pair = new PemKeyCertOptions().setCertValue(certificate).setKeyValue(privateKey);
      // a Vertx would resolve paths, and there are none
      String alias = pair.loadKeyStore(null).aliases().nextElement();
      var keys = (X509ExtendedKeyManager) pair.getKeyManagerFactory(null).getKeyManagers()[0];
      if (!PemText.belongTogether(leaf, keys.getPrivateKey(alias))) {
        throw new UnusableCertificateException(files.settings() + ".private-key: the key in " + files.privateKey()
            + " does not belong to the first certificate in " + files.certificate()
            + "; the server's own certificate must stand first, those of its issuers after it", null);
      }
      return keys;
    } catch (UnusableCertificateException e) {
      throw e;
    } catch (Exception e) {
      throw new UnusableCertificateException(files.settings() + ".private-key: the file " + files.privateKey()
          + " holds no key that can be used; it must hold an RSA or EC key in PEM form, without a password", e);
    }
  }

  /** When the served certificate ends to be valid. */
  Instant end(ServerCertificate files) throws UnusableCertificateException {
    return ((X509Certificate) leaf(files)).getNotAfter().toInstant();
  }

  private Certificate leaf(ServerCertificate files) throws UnusableCertificateException {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(certificate.getBytes()));
      if (!chain.isEmpty()) {
        return chain.iterator().next();
      }
      throw noCertificate(files, null);
    } catch (GeneralSecurityException e) {
      throw noCertificate(files, e);
    }
  }

  private static UnusableCertificateException noCertificate(ServerCertificate files, Exception cause) {
    return new UnusableCertificateException(files.settings() + ".certificate: the file " + files.certificate()
        + " holds no certificate; it must hold the server's in PEM form (-----BEGIN CERTIFICATE-----)", cause);
  }
}
