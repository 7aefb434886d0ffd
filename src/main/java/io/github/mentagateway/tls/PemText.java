package io.github.mentagateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads PEM. Every method throws an {@link IllegalArgumentException} whose message goes on after the name of the file. */
final class PemText {
  private PemText() {}

  static List<X509Certificate> certificates(byte[] pem) {
    try {
      List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
          .map(X509Certificate.class::cast).toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      // told below, as an empty file is
    }
    throw new IllegalArgumentException("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
  }

  /** An RSA or EC key in PKCS#8 or in the older form of its kind (PKCS#1, SEC 1). */
  static PrivateKey key(byte[] pem) {
    try (PEMParser parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo key) {
          return privateKey(key);
        } else if (part instanceof PEMKeyPair pair) {
          return privateKey(pair.getPrivateKeyInfo());
        } else if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
          throw new IllegalArgumentException("holds a key with a password: write it without one (openssl pkey -in KEY -out FILE)");
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      // told below, as a file without a key is
    }
    throw new IllegalArgumentException("holds no key that can be used: it must be an RSA or EC key in PEM, without a password");
  }

  /** By Java's own names: with Bouncy Castle's provider registered, its converter makes an EC key one of "ECDSA", which TLS does not know. */
  private static PrivateKey privateKey(PrivateKeyInfo key) throws IOException, GeneralSecurityException {
    String algorithm = key.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : "EC";
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  static boolean belongTogether(Certificate certificate, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(certificate.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(certificate.getEncoded());
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }
}
