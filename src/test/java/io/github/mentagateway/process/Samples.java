package io.github.mentagateway.process;

import java.io.IOException;
import java.io.InputStream;

/** Notifications to test with, from {@code samples}. */
final class Samples {
  private Samples() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("/samples/" + name)) {
      return in.readAllBytes();
    }
  }

  static String ticket(String id, String newOwner) {
    return "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwnerEmail\":\"" + newOwner + "\"}}";
  }
}
