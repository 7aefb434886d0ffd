package io.github.mentagateway.credentials;

import io.github.mentagateway.settings.ManagementSettings;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The PEM files of a server's certificate and private key.
 *
 * @param settings what the names of their settings begin with
 */
public record ServerCertificate(String settings, Path certificate, Path privateKey) {

  /** The intake's: the configured files, else the self-signed ones under {@code data/tls}, which are made when they are not there. */
  public static ServerCertificate establish(Settings settings) throws IOException {
    ServerCertificate files = of(settings);
    if (settings.tls().certificate().isEmpty() && !(Files.exists(files.certificate()) && Files.exists(files.privateKey()))) {
      Files.deleteIfExists(files.certificate());
      Files.deleteIfExists(files.privateKey());
      SelfSignedCertificate.make(files, Instant.now());
    }
    return files;
  }

  /** The paths of the intake's files, which may not be there yet. */
  public static ServerCertificate of(Settings settings) {
    return of(settings.data(), settings.tls());
  }

  private static ServerCertificate of(Path data, Settings.Tls tls) {
    Path folder = data.resolve("tls");
    return new ServerCertificate("gateway.tls", tls.certificate().orElse(folder.resolve("certificate.pem")),
        tls.privateKey().orElse(folder.resolve("private-key.pem")));
  }

  /** The paths of the management port's files: those that are its own, else the intake's. */
  public static ServerCertificate of(ManagementSettings settings) {
    Settings.Management management = settings.management();
    return management.certificate().isEmpty() ? of(settings.data(), settings.tls())
        : new ServerCertificate("gateway.management.tls", management.certificate().get(), management.privateKey().orElseThrow());
  }
}
