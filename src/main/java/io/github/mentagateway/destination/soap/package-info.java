/**
 * Calls of SOAP services, for the kamelet {@code soap-call}: the envelope with its username token, and the answer with its fault. How a
 * call connects is {@code rest}'s.
 */
package io.github.mentagateway.destination.soap;
