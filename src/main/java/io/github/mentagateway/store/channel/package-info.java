/**
 * Channels: how each is read, whether a person has paused it, and whether its destination is down.
 *
 * <p>Door for people: {@link io.github.mentagateway.store.channel.StoredChannels}; for the rest of the store
 * {@link io.github.mentagateway.store.channel.KnownChannels} and {@link io.github.mentagateway.store.channel.CircuitBreakers}.
 */
package io.github.mentagateway.store.channel;
