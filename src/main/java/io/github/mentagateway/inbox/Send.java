package io.github.mentagateway.inbox;

/** A delivery to be made for another channel, together with the completion of the one whose route sent it. */
public record Send(String channel, String entity, Payload payload) {

  public Send {
    entity = Sql.storable(entity);
  }
}
