package io.github.mentagateway.durable;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.privacy.PrivateText;
import java.util.Locale;

/**
 * The answer to the sender, as JSON: {@code {"id":"…","outcome":"accepted"}}. The exchange variable {@code receipt} holds it once the
 * notification is on disk, for the route to write. The proof of custody is {@link IncomingRequest#end}.
 *
 * @param outcome accepted, duplicate or quarantined
 * @param reason why the notification was quarantined, else null
 * @param action is logged, and not sent; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Acknowledgement(String id, String outcome, String reason, @JsonIgnore String action) {

  static Acknowledgement of(Receipt receipt, String action) {
    return new Acknowledgement(receipt.id(), receipt.outcome().name().toLowerCase(Locale.ROOT),
        PrivateText.hide(receipt.reason()), action);
  }
}
