package io.github.mentagateway.destination;

import java.io.IOException;

/** No access token could be had, which is the same for every delivery. The message names the host that gives tokens, and no secret. */
public final class AccessTokenException extends IOException {
  public AccessTokenException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
