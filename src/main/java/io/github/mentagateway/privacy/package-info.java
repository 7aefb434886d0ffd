/**
 * What may be written down about people. Owns the masking of texts that leave the gateway for a log, a recorded error, a screen,
 * the log line that no text can break out of, and the marks around what is shown only when asked for. Knows nothing of anything else.
 * Doors: {@link io.github.mentagateway.privacy.Masks}, {@link io.github.mentagateway.privacy.LogLine},
 * {@link io.github.mentagateway.privacy.PrivateText}.
 */
package io.github.mentagateway.privacy;
