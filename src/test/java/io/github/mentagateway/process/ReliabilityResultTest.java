package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The check of the reliability tests finds what is wrong: else their zeros would mean nothing. */
class ReliabilityResultTest {
  private static final Set<LoadGenerator.Change> SENT = Set.of(
      new LoadGenerator.Change("t", 1), new LoadGenerator.Change("t", 2), new LoadGenerator.Change("t", 3));

  @Test
  void changes_in_order_with_a_failure_and_a_repeat_are_flawless() {
    ReliabilityResult result =
        resultOf(List.of(), taken(1, "a", 1), refused(2, "a", 2), taken(3, "b", 2), taken(4, "a", 2), taken(5, "a", 3));

    assertThat(result.isFlawless()).isEqualTo(new ReliabilityResult(3, 0, 0, 0, 5, 1, 1, 0));
  }

  @Test
  void what_never_came_is_lost_also_when_it_was_refused() {
    assertThat(resultOf(List.of(), taken(1, "a", 1), taken(2, "a", 2), refused(3, "a", 3)).lost()).isEqualTo(1);
  }

  @Test
  void the_first_time_of_an_older_one_behind_a_newer_one_breaks_the_order_whoever_was_killed() {
    ReliabilityResult result = resultOf(
        List.of(kill("a", 2), kill("b", 2)), taken(1, "a", 1), taken(3, "a", 3), taken(4, "b", 2), taken(5, "b", 3));

    assertThat(result.violations()).isPositive();
  }

  @Test
  void a_repeat_behind_a_newer_one_is_excused_by_the_death_of_the_one_who_made_the_earlier_call() {
    List<GatewayCluster.Kill> kill = List.of(kill("a", 4));

    assertThat(resultOf(kill, taken(1, "a", 1), taken(2, "a", 2), taken(3, "a", 3), taken(6, "a", 2), taken(7, "a", 3)))
        .isEqualTo(new ReliabilityResult(3, 0, 0, 0, 5, 0, 2, 1));
    assertThat(resultOf(kill, taken(1, "a", 1), taken(2, "b", 2), taken(3, "a", 3), taken(6, "b", 2), taken(7, "a", 3)).violations())
        .as("b lived on").isEqualTo(1);
    assertThat(resultOf(kill, taken(-5, "a", 1), taken(-4, "a", 2), taken(3, "a", 3), taken(6, "a", 2), taken(7, "a", 3)).violations())
        .as("known long before").isEqualTo(1);
    assertThat(resultOf(kill, taken(1, "a", 1), taken(2, "a", 2), taken(3, "a", 3), taken(3, "a", 2), taken(7, "a", 3)).violations())
        .as("before the kill").isEqualTo(1);
  }

  @Test
  void a_ticket_that_ends_with_an_older_change_breaks_the_order() {
    assertThat(resultOf(List.of(kill("a", 4)), taken(1, "a", 1), taken(2, "a", 2), taken(3, "a", 3), taken(6, "a", 2)).violations())
        .isEqualTo(1);
  }

  @Test
  void two_keys_for_one_change_are_a_duplicate_that_was_delivered() {
    Recorder.Call other = new Recorder.Call(0, "a", "another key", "t", 1, 1, true);

    assertThat(resultOf(List.of(), taken(1, "a", 1), other, taken(2, "a", 2), taken(3, "a", 3)).doubled()).isEqualTo(1);
  }

  private static ReliabilityResult resultOf(List<GatewayCluster.Kill> kills, Recorder.Call... calls) {
    return ReliabilityResult.of(SENT, List.of(calls), kills);
  }

  private static GatewayCluster.Kill kill(String instance, int second) {
    return new GatewayCluster.Kill(instance, Duration.ofSeconds(second).toNanos());
  }

  private static Recorder.Call taken(int second, String instance, int change) {
    return new Recorder.Call(Duration.ofSeconds(second).toNanos(), instance, "key" + change, "t", change, change, true);
  }

  private static Recorder.Call refused(int second, String instance, int change) {
    return new Recorder.Call(Duration.ofSeconds(second).toNanos(), instance, "key" + change, "t", change, change, false);
  }
}
