package io.github.mentagateway.inbox;

/**
 * What is asked to be taken into custody.
 *
 * @param channel where it goes first
 * @param original the request as it came
 * @param action the envelope's action; null when it has none
 * @param entity what it is about, or null: unordered and never compared with another
 * @param fingerprint the same for two notifications of the same content; null when the content could not be read
 * @param payload what the reader of the channel gets
 * @param unusable null, or the reason why no route can take it: then it goes to the quarantine instead of the channel
 */
public record Arrival(
    String channel, Original original, String action, String entity, byte[] fingerprint, Payload payload, String unusable) {}
