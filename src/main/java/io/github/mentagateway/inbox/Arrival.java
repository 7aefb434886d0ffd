package io.github.mentagateway.inbox;

/**
 * What is asked to be taken into custody.
 *
 * @param channel where it goes first
 * @param original the request as it came
 * @param action the envelope's action; null when it has none
 * @param entity what it is about, or null: unordered and never compared with another
 * @param comparison how it is compared with those before; null when its content could not be read: never a copy of another
 * @param payload what the reader of the channel gets
 * @param unusable null, or the reason why no route can take it: then it goes to the quarantine instead of the channel
 */
public record Arrival(
    String channel, Original original, String action, String entity, Comparison comparison, Payload payload, String unusable) {

  public Arrival {
    entity = Texts.storable(entity);
  }
}
