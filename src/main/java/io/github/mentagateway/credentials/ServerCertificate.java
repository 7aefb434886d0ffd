package io.github.mentagateway.credentials;

import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The PEM files of the intake's certificate and private key. */
public record ServerCertificate(Path certificate, Path privateKey) {
  private static final int DAYS_VALID = 825;

  /** The configured files; else the self-signed ones under {@code data/tls}, made when they are not there. */
  public static ServerCertificate establish(Settings settings) throws IOException {
    ServerCertificate files = of(settings);
    if (settings.tls().certificate().isEmpty() && !(Files.exists(files.certificate()) && Files.exists(files.privateKey()))) {
      Files.deleteIfExists(files.certificate());
      Files.deleteIfExists(files.privateKey());
      try {
        files.makeSelfSigned(Instant.now());
      } catch (GeneralSecurityException | OperatorCreationException e) {
        throw new IOException("no self-signed certificate could be made: " + e.getMessage(), e);
      }
    }
    return files;
  }

  /** Where the files are, whether they are there or not. */
  public static ServerCertificate of(Settings settings) {
    Path folder = settings.data().resolve("tls");
    return new ServerCertificate(
        settings.tls().certificate().orElse(folder.resolve("certificate.pem")),
        settings.tls().privateKey().orElse(folder.resolve("private-key.pem")));
  }

  private void makeSelfSigned(Instant now) throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    X500Principal name = new X500Principal("CN=menta-gateway (self-signed)");
    var builder = new JcaX509v3CertificateBuilder(name, new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(1, ChronoUnit.DAYS)), Date.from(now.plus(DAYS_VALID, ChronoUnit.DAYS)), name, keys.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.dNSName, hostName()),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "::1")}));
    X509Certificate made = new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    // the certificate last: it is the sign that both are there
    PrivateFiles.write(privateKey, pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    PrivateFiles.write(certificate, pem(made));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException nameless) {
      return "localhost";
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
