package io.github.mentagateway.credentials;

import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The PEM files of the intake's certificate and private key. */
public record ServerCertificate(Path certificate, Path privateKey) {

  /** The configured files, else the self-signed ones under {@code data/tls}, which are made when they are not there. */
  public static ServerCertificate establish(Settings settings) throws IOException {
    ServerCertificate files = of(settings);
    if (settings.tls().certificate().isEmpty() && !(Files.exists(files.certificate()) && Files.exists(files.privateKey()))) {
      Files.deleteIfExists(files.certificate());
      Files.deleteIfExists(files.privateKey());
      SelfSignedCertificate.make(files, Instant.now());
    }
    return files;
  }

  /** The paths of the files, which may not be there yet. */
  public static ServerCertificate of(Settings settings) {
    Path folder = settings.data().resolve("tls");
    return new ServerCertificate(
        settings.tls().certificate().orElse(folder.resolve("certificate.pem")),
        settings.tls().privateKey().orElse(folder.resolve("private-key.pem")));
  }
}
