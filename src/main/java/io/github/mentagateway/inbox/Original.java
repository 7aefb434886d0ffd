package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.Map;

/** The request as it came: its body to the byte, its headers without the credentials. Kept with the notification, for a replay. */
public record Original(byte[] body, Map<String, String> headers, Instant receivedAt) {

  @Override
  public String toString() {
    return "Original[" + body.length + " bytes]";
  }
}
