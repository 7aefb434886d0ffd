package io.github.mentagateway.inbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How to open an inbox.
 *
 * @param folder where the inbox keeps what is not in the database
 * @param minFree bytes that must be free on the disk, else nothing is accepted; {@code free} tells how many are
 * @param queue how many arrivals may wait for a commit
 * @param queueBytes how many bytes of arrivals may wait for a commit
 * @param horizon how long a copy of the newest of its entity is a duplicate for that alone
 * @param unanswered for how long, of the store being up, a notification whose answer may not have arrived is remembered as such
 * @param lease how long an instance keeps what it delivers without a word, when several share the store
 */
public record InboxOptions(String url, String user, String password, Path folder, long minFree, LongSupplier free, int queue,
    long queueBytes, Duration horizon, Duration unanswered, Duration lease) {

  @Override
  public String toString() {
    return "InboxOptions[" + url + "]";
  }
}
