package io.github.mentagateway.inbox;

/**
 * A delivery that was handed out for an attempt, as the store remembers it until the attempt is settled.
 *
 * @param lane the key of its lane in a shared store; null where lanes are in memory
 * @param token drawn for this claim: the lane shows it for as long as the claim stands
 * @param version of the lane when it was claimed: it rises with each arrival
 * @param more whether more waited behind it already
 */
record Claim(Entry entry, String lane, long token, long version, boolean more) {

  /** By the only process there is. */
  static Claim of(Entry entry) {
    return new Claim(entry, null, 0, 0, false);
  }

  Claim withMore() {
    return new Claim(entry, lane, token, version, true);
  }
}
