package io.github.mentagateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.settings.Settings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  @TempDir
  Path folder;

  @BeforeEach
  void makeHome() throws Exception {
    Files.createDirectories(folder.resolve("routes"));
  }

  @Test
  void the_certificate_that_is_made_can_be_served_with_its_key() throws Exception {
    ServerCertificate files = ServerCertificate.establish(settings(Map.of()));

    X509Certificate certificate = load(files);
    PrivateKey key = key(files);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("gateway", key, new char[0], new X509Certificate[] {certificate});
    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).init(store, new char[0]);

    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void it_is_valid_for_this_machine_by_name_and_by_address() throws Exception {
    X509Certificate certificate = load(ServerCertificate.establish(settings(Map.of())));

    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void later_starts_serve_the_same_one_which_only_the_owner_may_read() throws Exception {
    ServerCertificate first = ServerCertificate.establish(settings(Map.of()));
    byte[] made = Files.readAllBytes(first.certificate());

    ServerCertificate second = ServerCertificate.establish(settings(Map.of()));

    assertThat(second).isEqualTo(first);
    assertThat(second.certificate()).hasBinaryContent(made);
    for (Path file : List.of(first.certificate(), first.privateKey())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }
  }

  @Test
  void a_start_that_was_cut_off_between_key_and_certificate_is_made_good() throws Exception {
    ServerCertificate files = ServerCertificate.establish(settings(Map.of()));
    Files.delete(files.certificate());

    ServerCertificate.establish(settings(Map.of()));

    X509Certificate certificate = load(files);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key(files));
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void configured_files_are_used_as_they_are_and_nothing_is_made() throws Exception {
    Path certificate = Files.writeString(folder.resolve("a.pem"), "mine");
    Path key = Files.writeString(folder.resolve("b.pem"), "mine too");

    ServerCertificate files = ServerCertificate.establish(
        settings(Map.of("GATEWAY_TLS_CERTIFICATE", "a.pem", "GATEWAY_TLS_PRIVATE_KEY", "b.pem")));

    assertThat(files).isEqualTo(new ServerCertificate("gateway.tls", certificate, key));
    assertThat(certificate).hasContent("mine");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private Settings settings(Map<String, String> environment) throws Exception {
    return Settings.load(folder, environment);
  }

  private static X509Certificate load(ServerCertificate files) throws Exception {
    try (InputStream in = Files.newInputStream(files.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(ServerCertificate files) throws Exception {
    String pem = Files.readString(files.privateKey());
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
