/**
 * What may be written down about people. Owns the masking of texts that leave the gateway for a log, a recorded error, a screen.
 * Knows nothing of anything else. Door: {@link io.github.mentagateway.privacy.Masks}.
 */
package io.github.mentagateway.privacy;
