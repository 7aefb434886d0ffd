/**
 * What may be written down about people. Owns the masking of texts for a log, a stored error or a screen, the log line that no text can
 * break out of, and the marks around what is shown only on request. Knows no other package, and never touches a log or a store itself.
 *
 * <p>Doors: {@link io.github.mentagateway.privacy.Masks}, {@link io.github.mentagateway.privacy.LogLine},
 * {@link io.github.mentagateway.privacy.PrivateText}.
 */
package io.github.mentagateway.privacy;
