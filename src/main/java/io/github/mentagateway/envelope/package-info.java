/**
 * The envelope that menta tech sends. Owns the rules of {@code MENTA.md} on JSON and ids: the three shapes, which become one record, the
 * entity, the fingerprint of the content, and the decoding of a request's bytes. Knows nothing of the server or the store, and never
 * touches Camel.
 *
 * <p>Doors: {@link io.github.mentagateway.envelope.Envelope}, {@link io.github.mentagateway.envelope.EnvelopeReader},
 * {@link io.github.mentagateway.envelope.EntityResolver}.
 */
package io.github.mentagateway.envelope;
