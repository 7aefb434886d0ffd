/**
 * The envelope that menta tech sends: its three shapes read into one record, the entity it is about, and what makes two of them the
 * same content. Owns the rules of {@code MENTA.md} on JSON and ids, and what a request's bytes stand for. Knows nothing of the server,
 * the store or Camel.
 * Doors: {@link io.github.mentagateway.envelope.Envelope}, {@link io.github.mentagateway.envelope.EnvelopeReader},
 * {@link io.github.mentagateway.envelope.EntityResolver}.
 */
package io.github.mentagateway.envelope;
