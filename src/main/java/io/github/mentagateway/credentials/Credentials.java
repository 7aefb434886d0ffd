package io.github.mentagateway.credentials;

import io.github.mentagateway.settings.ManagementSettings;
import io.github.mentagateway.settings.Secrets;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * The secrets of the intake and of the management port: the configured ones, and for the others those that the first start made.
 *
 * @param headerValues all values that are accepted: the current one and, while the sender changes it, the next one
 * @param basicPasswords all passwords that are accepted, likewise
 * @param managementToken the bearer token of the management port
 */
public record Credentials(String intakePath, List<String> headerValues, List<String> basicPasswords, String managementToken) {
  private static final int RANDOM_BYTES = 24;
  private static final String PATH = "intake-path";

  /** Whether there is no path yet, so that {@link #establish} makes one. */
  public static boolean isPathMissing(Settings settings) {
    return settings.intake().path().isEmpty() && !Files.exists(settings.data().resolve(PATH));
  }

  /** Reads the credentials for the gateway, and makes what is neither configured nor there yet. */
  public static Credentials establish(Settings settings) throws IOException {
    return new Source(settings, Credentials::make).credentials();
  }

  /**
   * Reads the credentials for the commands that talk to a running gateway.
   *
   * @throws IOException when the gateway has not been started in this folder yet; the message says so
   */
  public static Credentials read(Settings settings) throws IOException {
    return new Source(settings, Credentials::missing).credentials();
  }

  /** The token of the management port alone: a command that shows a person's needs no other file of the gateway. */
  public static String readManagementToken(ManagementSettings settings) throws IOException {
    try {
      return managementToken(settings, Credentials::missing);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private static String managementToken(ManagementSettings settings, Function<Path, String> whenMissing) {
    return settings.secrets().remember(
        settings.management().token().orElseGet(() -> kept(settings.data(), "management-token", settings.secrets(), whenMissing)));
  }

  private static String kept(Path data, String name, Secrets secrets, Function<Path, String> whenMissing) {
    try {
      return secrets.remember(PrivateFiles.readOrCreate(data.resolve(name), whenMissing));
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String missing(Path file) {
    throw new IllegalStateException(file + " is not there: it is made by the first start of the gateway in this folder");
  }

  private static String make(Path file) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return "Credentials[not shown]";
  }

  private static final class Source {
    private final Settings settings;
    private final Function<Path, String> whenMissing;

    Source(Settings settings, Function<Path, String> whenMissing) {
      this.settings = settings;
      this.whenMissing = whenMissing;
    }

    Credentials credentials() throws IOException {
      try {
        Settings.Intake intake = settings.intake();
        return new Credentials(
            intake.path().map(settings.secrets()::remember).orElseGet(() -> "/menta/" + kept(PATH)),
            remembered(intake.headerValues().isEmpty() ? List.of("Bearer " + kept("intake-token")) : intake.headerValues()),
            remembered(intake.basicPasswords().isEmpty() ? List.of(kept("intake-password")) : intake.basicPasswords()),
            managementToken(settings.forManagement(), whenMissing));
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage(), e.getCause());
      }
    }

    private List<String> remembered(List<String> values) {
      values.forEach(settings.secrets()::remember);
      return values;
    }

    private String kept(String name) {
      return Credentials.kept(settings.data(), name, settings.secrets(), whenMissing);
    }
  }
}
