package io.github.mentagateway.simulator;

/** The ids of a run begin with its seed, such as {@code sim7-00042}, so that nobody takes them for real ones. */
record RunIds(long seed) {

  String of(String what, int number) {
    return "%s%s%05d".formatted(prefix(), what, number);
  }

  /** A number that looks like menta's. Runs with different seeds below 100,000 have different numbers. */
  long number(int number) {
    return 1_000_000_000L + Math.floorMod(seed, 100_000L) * 1_000_000L + number;
  }

  String ticket(int number) {
    return of("", number);
  }

  /** @return null when the id is none of a ticket of this run */
  String ticketEntity(String id) {
    return id.startsWith(prefix()) && id.substring(prefix().length()).matches("\\d{5,}") ? "ticket:" + id : null;
  }

  private String prefix() {
    return "sim" + seed + "-";
  }
}
