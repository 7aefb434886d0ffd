package io.github.mentagateway.inbox;

/**
 * A delivery to be made for another channel, together with the completion of the one whose route sent it.
 *
 * @param key what tells it from the other sends of its run to the same channel, such as the receiver; null when nothing does
 */
public record Send(String channel, String entity, String key, Payload payload) {

  public Send {
    entity = Texts.storable(entity);
    key = Texts.storable(key);
  }
}
