package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The collections under the lanes do what those of Java would, in less memory. */
class LaneStructuresTest {
  private final Random random = new Random(7);

  @Test
  void numbers_come_out_in_rising_order_wherever_they_were_put() {
    SortedNumbers numbers = new SortedNumbers();
    TreeSet<Long> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextInt(4) == 0 ? random.nextInt(i + 1) : i;
      if (random.nextInt(20_000) > i && model.add(number)) {
        numbers.add(number);
      } else if (!model.isEmpty()) {
        assertThat(numbers.poll()).isEqualTo(model.pollFirst());
      }
      assertThat(numbers.size()).isEqualTo(model.size());
    }
  }

  @Test
  void lanes_are_found_by_their_key_whatever_came_and_went() {
    LaneTable table = new LaneTable();
    Map<Long, Lane> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long key = random.nextInt(i < 50_000 ? 5_000 : 50) * (random.nextBoolean() ? 1L : Long.MIN_VALUE / 8);
      assertThat(table.get(key)).isSameAs(model.get(key));
      if (model.containsKey(key)) {
        table.remove(model.remove(key));
      } else {
        model.put(key, new Lane(key, key));
        table.add(model.get(key));
      }
    }
    Set<Lane> all = new HashSet<>();
    table.forEach(all::add);
    assertThat(all).isEqualTo(new HashSet<>(model.values())).hasSize(table.size());
  }

  @Test
  void lanes_fall_due_in_the_order_of_their_times_also_when_some_were_taken_out() {
    DueQueue queue = new DueQueue();
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Lane lane = new Lane(i, i);
      lane.dueAt = 1 + random.nextInt(1_000);
      lanes.add(lane);
      queue.add(lane);
    }
    PriorityQueue<Long> model = new PriorityQueue<>();
    for (Lane lane : lanes) {
      if (random.nextInt(3) == 0) {
        lane.dueAt = 0;
        queue.remove(lane);
      } else {
        model.add(lane.dueAt);
      }
    }
    while (!model.isEmpty()) {
      assertThat(queue.first().dueAt).isEqualTo(model.poll());
      queue.remove(queue.first());
    }
    assertThat(queue.first()).isNull();
  }

  @Test
  void entities_have_keys_of_their_own_and_others_at_the_next_start() {
    EntityKeys keys = new EntityKeys(new Random(1));
    Set<Long> distinct = new HashSet<>();
    IntStream.range(0, 200_000).forEach(i -> distinct.add(keys.of("ticket:" + i)));
    List.of("", "\0", "\0\0", "a", "a\0", "ticket:\uffff", "x".repeat(300), "x".repeat(299)).forEach(text -> distinct.add(keys.of(text)));

    assertThat(distinct).hasSize(200_008).allMatch(EntityKeys::isEntity);
    assertThat(keys.of("ticket:1")).isEqualTo(keys.of("ticket:1"))
        .isNotEqualTo(new EntityKeys(new Random(2)).of("ticket:1"));
    assertThat(keys.of(null, 42)).isEqualTo(42).matches(key -> !EntityKeys.isEntity(key));
  }
}
