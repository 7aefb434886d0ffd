package io.github.mentagateway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  private final Prefetch prefetch = new Prefetch(0);

  @Test
  void nothing_is_claimed_ahead_of_a_reader_that_begins_little() {
    took(1, 1_000);
    took(1, 2_000);

    assertThat(prefetch.size()).isZero();
  }

  @Test
  void as_much_is_claimed_ahead_as_a_reader_begins_in_twenty_milliseconds() {
    took(100, 200);

    assertThat(prefetch.size()).isEqualTo(10);
  }

  @Test
  void however_fast_a_reader_is_no_more_than_64_are_claimed_ahead() {
    took(1_000_000, 20);

    assertThat(prefetch.size()).isEqualTo(64);
  }

  @Test
  void a_reader_that_became_slow_has_nothing_claimed_ahead_any_more() {
    took(1_000, 20);
    took(1, 1_000);

    assertThat(prefetch.size()).isZero();
  }

  @Test
  void a_time_that_stands_still_says_nothing() {
    took(1_000, 0);

    assertThat(prefetch.size()).isZero();
  }

  @Test
  void of_large_bodies_no_more_is_claimed_ahead_than_a_megabyte_holds() {
    prefetch.took(1_000, 1_000 * 200_000L, TimeUnit.MILLISECONDS.toNanos(20));

    assertThat(prefetch.size()).isEqualTo(5);
  }

  private void took(int more, long atMillis) {
    prefetch.took(more, more * 300L, TimeUnit.MILLISECONDS.toNanos(atMillis));
  }
}
