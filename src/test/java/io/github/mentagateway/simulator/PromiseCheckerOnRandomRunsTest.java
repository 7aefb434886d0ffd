package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PromiseCheckerOnRandomRunsTest {
  private static final int RUNS = 300;
  private static final int MESSAGES = 150;

  @Test
  void a_receiver_that_keeps_the_contract_is_never_accused() {
    long[] seen = new long[3];
    for (int seed = 0; seed < RUNS; seed++) {
      Verdict verdict = new RandomRun(seed, MESSAGES).script.verdict();
      assertThat(verdict.promises()).as("seed %d", seed).allMatch(promise -> promise.count() == 0);
      seen[0] += verdict.note("indistinguishable").count();
      seen[1] += verdict.note("overtaken").count();
      seen[2] += verdict.promise("swallowed").of();
    }
    assertThat(seen).as("cases that nobody can tell, overtaken ones, repeats").doesNotContain(0);
  }

  @Test
  void a_delivery_that_is_missing_is_found() {
    each("lost", run -> {
      Message lost = any(run, run.unmistakable());
      List<Integer> calls = new ArrayList<>(run.calls("one", lost));
      Collections.reverse(calls);
      calls.forEach(i -> run.script.calls.remove((int) i));
    });
  }

  @Test
  void a_delivery_under_a_second_key_is_found() {
    each("delivered-twice", run -> {
      Call call = run.script.calls.get(run.calls("one", any(run, run.unmistakable())).get(0));
      run.script.calls.add(new Call(call.at() + 1, call.destination(), "second", call.action(), call.entity(), call.change()));
    });
  }

  @Test
  void a_repeat_that_is_missing_is_found() {
    int found = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      RandomRun run = new RandomRun(seed, MESSAGES);
      List<Message> repeats = run.repeats();
      if (!repeats.isEmpty()) {
        List<Integer> calls = run.calls("one", repeats.get(0));
        String key = run.script.calls.get(calls.get(calls.size() - 1)).key();
        run.script.calls.removeIf(call -> key.equals(call.key()) && call.destination().equals("one"));
        assertThat(run.script.verdict().promise("swallowed").count()).as("seed %d", seed).isPositive();
        found++;
      }
    }
    assertThat(found).isGreaterThan(RUNS / 10);
  }

  @Test
  void two_deliveries_that_change_places_are_found() {
    each("order", run -> {
      List<Message[]> pairs = new ArrayList<>();
      for (Message one : run.unmistakable()) {
        for (Message other : run.unmistakable()) {
          if (one.entity() != null && one.entity().equals(other.entity())
              && run.attempts(one).get(0).end() < run.attempts(other).get(0).begin()) {
            pairs.add(new Message[] {one, other});
          }
        }
      }
      Message[] pair = any(run, pairs);
      long first = run.script.calls.get(run.calls("one", pair[0]).get(0)).at();
      long second = run.script.calls.get(run.calls("one", pair[1]).get(0)).at();
      Arrays.asList(pair).forEach(message -> run.calls("one", message).forEach(i -> {
        Call call = run.script.calls.get(i);
        long at = message == pair[0] ? second : first;
        run.script.calls.set(i, new Call(at, call.destination(), call.key(), call.action(), call.entity(), call.change()));
      }));
    });
  }

  private static void each(String promise, Consumer<RandomRun> mutation) {
    for (int seed = 0; seed < RUNS / 3; seed++) {
      RandomRun run = new RandomRun(seed, MESSAGES);
      mutation.accept(run);
      assertThat(run.script.verdict().promise(promise).count()).as("seed %d", seed).isPositive();
    }
  }

  private static <T> T any(RandomRun run, List<T> things) {
    return things.get(new Random(run.script.calls.size()).nextInt(things.size()));
  }
}
