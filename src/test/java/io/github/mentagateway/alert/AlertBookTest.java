package io.github.mentagateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.health.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a trouble, and its end, are told. */
class AlertBookTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MovableClock clock = new MovableClock();
  private AlertBook book = new AlertBook(Map.of());

  @Test
  void a_trouble_is_told_once_after_it_has_lasted_and_its_end_once_after_that_has() {
    assertThat(look("down:crm")).isEmpty();
    assertThat(after(59, "down:crm")).isEmpty();
    assertThat(after(1, "down:crm")).containsExactly("BEGINS down:crm");
    assertThat(after(3600, "down:crm")).isEmpty();
    assertThat(after(1)).isEmpty();
    assertThat(after(59)).isEmpty();
    assertThat(after(1)).containsExactly("ENDS down:crm");
    assertThat(after(3600)).isEmpty();
  }

  @Test
  void what_is_over_before_it_has_lasted_is_never_told() {
    look("down:crm");

    assertThat(after(30)).isEmpty();
    assertThat(after(3600)).isEmpty();
    assertThat(book.entries()).isEmpty();
  }

  @Test
  void what_begins_together_is_one_message() {
    look("down:crm", "quarantine");

    assertThat(after(60, "down:crm", "quarantine")).containsExactly("BEGINS down:crm", "BEGINS quarantine");
  }

  @Test
  void one_that_comes_and_goes_faster_is_one_trouble() {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      told.addAll(i % 2 == 0 ? after(20, "down:crm") : after(20));
    }

    assertThat(told).containsExactly("BEGINS down:crm");
    assertThat(after(60)).containsExactly("ENDS down:crm");
  }

  @Test
  void one_that_comes_back_again_and_again_is_told_less_and_less() {
    int told = 0;
    for (int minutes = 0; minutes < 12 * 60; minutes++) {
      told += minutes % 6 < 3 ? after(60, "down:crm").size() : after(60).size();
    }

    // each time that it came and went would be 240 messages
    assertThat(told).isBetween(4, 10);
  }

  @Test
  void one_that_came_back_often_is_told_within_minutes_when_it_stays() {
    for (int times = 0; times < 8; times++) {
      after(0, "down:crm");
      after(600, "down:crm");
      after(1);
      after(3600);
    }

    look("down:crm");
    assertThat(after(299, "down:crm")).isEmpty();
    assertThat(after(1, "down:crm")).containsExactly("BEGINS down:crm");
  }

  @Test
  void a_clock_that_was_set_back_makes_nothing_wait() {
    look("down:crm", "quarantine");
    after(60, "quarantine", "down:crm");
    look("quarantine", "routes");
    move(-7200);

    look("routes", "quarantine");

    assertThat(after(59, "routes")).isEmpty();
    assertThat(after(1, "routes")).containsExactly("BEGINS routes", "ENDS down:crm");
  }

  @Test
  void what_is_all_instances_has_one_id_whoever_tells_it() {
    look("down:crm");
    move(60);
    look("down:crm");
    List<Alert.Item> due = book.due(MINUTE, clock.instant());

    assertThat(new Alert("one", "", due).id()).isEqualTo(new Alert("two", "", due).id());
    assertThat(new Alert("one", "one", due).id()).isNotEqualTo(new Alert("two", "two", due).id());
  }

  @Test
  void one_that_comes_back_the_next_day_is_told_as_at_first() {
    look("down:crm");
    after(60, "down:crm");
    after(1);
    assertThat(after(60)).containsExactly("ENDS down:crm");
    after(24 * 3600);

    look("down:crm");

    assertThat(after(60, "down:crm")).containsExactly("BEGINS down:crm");
  }

  @Test
  void what_could_not_be_told_is_told_later_with_both_ends_when_it_is_over_meanwhile() {
    look("down:crm");
    move(60);
    book.see(troubles("down:crm"), MINUTE, clock.instant());
    assertThat(due()).containsExactly("BEGINS down:crm");
    move(60);
    book.see(List.of(), MINUTE, clock.instant());
    move(3600);
    book.see(List.of(), MINUTE, clock.instant());

    assertThat(book.due(MINUTE, clock.instant())).singleElement().satisfies(item -> {
      assertThat(item.state()).isEqualTo(Alert.State.ENDS);
      assertThat(item.since()).isEqualTo(clock.instant().minusSeconds(3720));
      assertThat(item.until()).isEqualTo(clock.instant().minusSeconds(3600));
    });
    assertThat(after(1)).containsExactly("ENDS down:crm");
    assertThat(after(1)).isEmpty();
  }

  @Test
  void a_restart_goes_on_where_it_was() throws Exception {
    look("down:crm");
    after(60, "down:crm");
    look("quarantine", "down:crm");
    book = AlertJson.read(AlertJson.write(book));

    assertThat(after(60, "quarantine", "down:crm")).containsExactly("BEGINS quarantine");
    assertThat(after(0)).isEmpty();
    assertThat(after(60)).containsExactly("ENDS down:crm", "ENDS quarantine");
  }

  @Test
  void it_is_bounded() {
    look(IntStream.range(0, 5000).mapToObj(i -> "unread:" + i).toArray(String[]::new));

    assertThat(book.entries()).hasSize(1000);
  }

  @Test
  void an_alert_has_the_same_id_for_as_long_as_the_same_is_told() {
    look("down:crm");
    move(60);
    look("down:crm");
    Alert first = new Alert("one", "", book.due(MINUTE, clock.instant()));
    move(60);
    look("down:crm", "quarantine");
    assertThat(new Alert("one", "", book.due(MINUTE, clock.instant())).id()).isEqualTo(first.id());
    move(60);
    book.see(troubles("down:crm", "quarantine"), MINUTE, clock.instant());

    assertThat(new Alert("one", "", book.due(MINUTE, clock.instant())).id()).isNotEqualTo(first.id());
  }

  private void move(int seconds) {
    clock.move(Duration.ofSeconds(seconds));
  }

  /** Looks at these, and tells nobody. */
  private List<String> look(String... keys) {
    book.see(troubles(keys), MINUTE, clock.instant());
    return List.of();
  }

  private List<String> due() {
    return book.due(MINUTE, clock.instant()).stream().map(item -> item.state() + " " + item.key()).toList();
  }

  /** Looks after so many seconds, and what is due is told. */
  private List<String> after(int seconds, String... keys) {
    move(seconds);
    book.see(troubles(keys), MINUTE, clock.instant());
    List<String> due = due();
    book.told(book.due(MINUTE, clock.instant()), clock.instant());
    return due;
  }

  private static List<Trouble> troubles(String... keys) {
    return Stream.of(keys).map(key -> new Trouble(key, key + " is wrong", "mend it", false)).toList();
  }

  @Test
  void it_is_the_same_when_it_is_read_again_and_another_form_is_somebody_else_s() throws Exception {
    look("down:crm", "quarantine");
    after(60, "quarantine");
    String written = AlertJson.write(book);

    assertThat(AlertJson.read(written)).isEqualTo(book);
    assertThat(AlertJson.read("").entries()).isEmpty();
    assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> AlertJson.read("{\"down:crm\":{\"text\":\"crm is down\",\"returns\":0}}"));
  }
}
