package io.github.mentagateway.durable;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.privacy.PrivateText;
import java.util.Locale;

/**
 * What the sender is told, as JSON: {@code {"id":"…","outcome":"accepted"}}. In the exchange variable {@code receipt} once the
 * notification is on disk, for the route to write; the proof of custody is {@link IncomingRequest#end}.
 *
 * @param outcome accepted, duplicate or quarantined
 * @param reason only when it was quarantined
 * @param action for the log, not for the sender; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Acknowledgement(String id, String outcome, String reason, @JsonIgnore String action) {

  static Acknowledgement of(Receipt receipt, String action) {
    return new Acknowledgement(receipt.id(), receipt.outcome().name().toLowerCase(Locale.ROOT),
        PrivateText.hide(receipt.reason()), action);
  }
}
