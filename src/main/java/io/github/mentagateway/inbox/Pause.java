package io.github.mentagateway.inbox;

import java.time.Instant;

/** That a person wants nothing to be handed out of a channel, since when, and why. */
record Pause(Instant since, String reason) {}
