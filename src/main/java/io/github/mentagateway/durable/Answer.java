package io.github.mentagateway.durable;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the sender is told of a notification that the gateway took: the body of a 202.
 *
 * @param id of the notification in custody: of the first one, when this was a copy
 * @param outcome {@code accepted}, {@code duplicate} or {@code quarantined}
 * @param reason why it was quarantined; else null, and left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(String id, String outcome, String reason) {}
