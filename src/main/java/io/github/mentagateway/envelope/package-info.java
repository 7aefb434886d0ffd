/**
 * The envelope that menta tech sends: its three shapes read into one record, the entity it is about, and what makes two of them the
 * same content. Owns the rules of {@code MENTA.md} on JSON and ids. Knows nothing of HTTP, the store or Camel.
 * Doors: {@link io.github.mentagateway.envelope.Envelope}, {@link io.github.mentagateway.envelope.EnvelopeReader},
 * {@link io.github.mentagateway.envelope.Entities}.
 */
package io.github.mentagateway.envelope;
