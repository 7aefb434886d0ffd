package io.github.mentagateway.credentials;

import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of the digests of ticket owners' addresses: without it a copy of the store does not allow trying addresses out. */
public final class OwnerKey {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerKey.class);
  private static final int RANDOM_BYTES = 32;

  private OwnerKey() {}

  /**
   * {@code gateway.duplicates.owner-key}, else the content of {@code data/owners.key}, which is made when it is not there. The same text
   * is the same key from either place.
   */
  public static byte[] establish(Settings settings) throws IOException {
    if (settings.duplicates().ownerKey().isPresent()) {
      return settings.duplicates().ownerKey().get().getBytes(StandardCharsets.UTF_8);
    }
    Path file = settings.data().resolve("owners.key");
    if (settings.store().isPostgres()) {
      LOG.warn("event=owner_key_of_its_own file={} instances with different keys cannot recognise late copies by the chain of a ticket's"
          + " owners: set gateway.duplicates.owner-key to the same on every instance, to the content of that file, say", file);
    }
    return settings.secrets().remember(PrivateFiles.readOrCreate(file, missing -> make())).getBytes(StandardCharsets.UTF_8);
  }

  private static String make() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
