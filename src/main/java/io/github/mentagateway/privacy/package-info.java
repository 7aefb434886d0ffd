/**
 * What may be written down about people. Owns the masking of texts that leave the gateway for a log, a recorded error, a screen,
 * and the log line that no text can break out of. Knows nothing of anything else.
 * Doors: {@link io.github.mentagateway.privacy.Masks}, {@link io.github.mentagateway.privacy.LogLine}.
 */
package io.github.mentagateway.privacy;
