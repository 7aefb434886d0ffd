package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Work;

/**
 * A delivery that this process has claimed.
 *
 * @param claim by which claim: the row shows it for as long as the claim stands
 * @param work what is handed out for it
 */
record Claimed(Delivery delivery, long claim, Work work) {}
