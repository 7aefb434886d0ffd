package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In Madrid the clock goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25. The second of March is a Monday. */
class WindowTest {
  private static final Duration STEP = Duration.ofMinutes(1);

  private static Instant madrid(String local) {
    return LocalDateTime.parse(local).atZone(ZoneId.of("Europe/Madrid")).toInstant();
  }

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-02T07:59:59.999, false",
      "2026-03-02T08:00, true",
      "2026-03-02T12:00, true",
      "2026-03-02T19:59:59.999, true",
      "2026-03-02T20:00, false",
      "2026-03-02T00:00, false"})
  void it_is_open_from_its_beginning_to_just_before_its_end(String local, boolean open) {
    assertThat(Window.parse("08:00-20:00 Europe/Madrid").isOpen(madrid(local))).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-02T21:00, 2026-03-03T08:00",
      "2026-03-06T20:00, 2026-03-07T10:00",
      "2026-03-07T12:00, 2026-03-07T12:00",
      "2026-03-07T14:00, 2026-03-09T08:00",
      "2026-03-08T12:00, 2026-03-09T08:00"})
  void it_opens_next_on_the_next_of_its_days(String local, String opening) {
    assertThat(Window.parse("MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid").nextOpening(madrid(local))).isEqualTo(madrid(opening));
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-02T05:59, true",
      "2026-03-02T06:00, false",
      "2026-03-02T21:59, false",
      "2026-03-02T22:00, true",
      "2026-03-03T00:00, true"})
  void hours_over_midnight_go_on_the_day_after(String local, boolean open) {
    assertThat(Window.parse("22:00-06:00 Europe/Madrid").isOpen(madrid(local))).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-06T21:59, 2026-03-06T22:00",
      "2026-03-07T05:59, 2026-03-07T05:59",
      "2026-03-07T06:00, 2026-03-13T22:00",
      "2026-03-06T03:00, 2026-03-06T22:00"})
  void hours_over_midnight_belong_to_the_day_on_which_they_begin(String local, String opening) {
    assertThat(Window.parse("FRI 22:00-06:00 Europe/Madrid").nextOpening(madrid(local))).isEqualTo(madrid(opening));
  }

  @Test
  void days_may_be_listed_and_go_over_the_end_of_the_week_and_hold_for_the_hours_that_follow() {
    Window window = Window.parse("fri-Mon, WED 8:00-9:00, 23:00 - 24:00 Europe/Madrid");

    for (int day = 2; day <= 8; day++) {
      boolean works = day != 3 && day != 5;
      assertThat(window.isOpen(madrid("2026-03-0" + day + "T08:30"))).as("day %s", day).isEqualTo(works);
      assertThat(window.isOpen(madrid("2026-03-0" + day + "T23:59"))).as("day %s", day).isEqualTo(works);
    }
    assertThat(window.isOpen(madrid("2026-03-03T00:00"))).isFalse();
  }

  @Test
  void an_hour_that_the_clock_leaves_out_is_over_when_it_would_have_begun() {
    assertThat(Window.parse("02:30-05:00 Europe/Madrid").nextOpening(at("2026-03-29T00:00:00Z"))).isEqualTo(at("2026-03-29T03:00:00+02:00"));
    assertThat(Window.parse("01:00-02:30 Europe/Madrid").isOpen(at("2026-03-29T01:59:59+01:00"))).isTrue();
    assertThat(Window.parse("01:00-02:30 Europe/Madrid").isOpen(at("2026-03-29T03:00:00+02:00"))).isFalse();
    assertThat(Window.parse("02:10-02:50 Europe/Madrid").nextOpening(at("2026-03-29T00:00:00Z"))).isEqualTo(at("2026-03-30T02:10:00+02:00"));
    assertThat(Window.parse("SUN 02:10-02:50 Europe/Madrid").nextOpening(at("2026-03-29T00:00:00Z"))).isEqualTo(at("2026-04-05T02:10:00+02:00"));
  }

  @Test
  void a_time_that_the_clock_shows_twice_counts_the_first_time() {
    assertThat(Window.parse("02:30-05:00 Europe/Madrid").nextOpening(at("2026-10-25T00:00:00Z"))).isEqualTo(at("2026-10-25T02:30:00+02:00"));
    // once open it stays so, although the clock goes back before its beginning
    assertThat(Window.parse("02:30-05:00 Europe/Madrid").isOpen(at("2026-10-25T02:10:00+01:00"))).isTrue();
    assertThat(Window.parse("01:00-02:30 Europe/Madrid").isOpen(at("2026-10-25T02:29:59+02:00"))).isTrue();
    assertThat(Window.parse("01:00-02:30 Europe/Madrid").isOpen(at("2026-10-25T02:10:00+01:00"))).isFalse();
  }

  @Test
  void the_whole_day_has_no_gap_on_the_days_when_the_clock_is_changed() {
    Window window = Window.parse("00:00-24:00 Europe/Madrid");
    for (String day : new String[] {"2026-03-29", "2026-10-25"}) {
      Instant end = madrid(day + "T00:00").plus(Duration.ofDays(2));
      for (Instant time = madrid(day + "T00:00"); time.isBefore(end); time = time.plus(STEP)) {
        assertThat(window.isOpen(time)).as("%s", time).isTrue();
      }
    }
  }

  @Test
  void eight_o_clock_is_eight_o_clock_in_summer_and_in_winter() {
    Window window = Window.parse("08:00-20:00 Europe/Madrid");

    assertThat(window.nextOpening(at("2026-03-28T23:00:00+01:00"))).isEqualTo(at("2026-03-29T08:00:00+02:00"));
    assertThat(window.nextOpening(at("2026-10-24T23:00:00+02:00"))).isEqualTo(at("2026-10-25T08:00:00+01:00"));
  }

  /** Through all minutes of two weeks with a change of the clock, the answers fit each other. */
  @ParameterizedTest
  @ValueSource(strings = {"08:00-20:00 Europe/Madrid", "MON-FRI 22:15-06:45, SAT, SUN 01:30-02:30 Europe/Madrid", "02:10-02:50 Europe/Madrid",
      "TUE 00:00-24:00 America/St_Johns", "09:00-12:00, 11:00-18:00 Australia/Lord_Howe"})
  void it_is_closed_up_to_its_next_opening_and_open_then(String text) {
    Window window = Window.parse(text);
    for (String begin : new String[] {"2026-03-24T00:00:00Z", "2026-10-20T00:00:00Z"}) {
      Instant opening = null;
      Instant since = null;
      Instant end = at(begin).plus(Duration.ofDays(14));
      for (Instant now = at(begin); now.isBefore(end); now = now.plus(STEP)) {
        boolean open = window.isOpen(now);
        if (opening != null && !open) {
          assertThat(window.nextOpening(now)).isEqualTo(opening);
        }
        if (since != null && open) {
          assertThat(window.openSince(now)).isEqualTo(since);
        }
        if (open && opening != null) {
          assertThat(now).isEqualTo(opening);
          since = now;
        }
        since = open ? since : null;
        opening = open ? null : window.nextOpening(now);
        assertThat(opening == null || opening.isAfter(now) && window.isOpen(opening)).isTrue();
      }
    }
  }

  @Test
  void it_is_open_since_the_beginning_of_hours_that_follow_each_other() {
    assertThat(Window.parse("08:00-12:00, 12:00-20:00 UTC").openSince(at("2026-03-02T15:00:00Z"))).isEqualTo(at("2026-03-02T08:00:00Z"));
    assertThat(Window.parse("MON 08:00-24:00, TUE 00:00-20:00 UTC").openSince(at("2026-03-03T15:00:00Z"))).isEqualTo(at("2026-03-02T08:00:00Z"));
    assertThat(Window.parse("22:00-06:00 UTC").openSince(at("2026-03-02T05:00:00Z"))).isEqualTo(at("2026-03-01T22:00:00Z"));
    assertThat(Window.parse("08:00-20:00 UTC").openSince(at("2026-03-02T20:00:00Z"))).isEqualTo(at("2026-03-02T20:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "always", "Always"})
  void without_hours_it_is_always_open(String text) {
    assertThat(Window.parse(text).isAlways()).isTrue();
    assertThat(Window.parse(text).isOpen(Instant.EPOCH)).isTrue();
  }

  @Test
  void an_opening_is_shown_by_the_clock_of_the_place_with_its_day_when_the_days_differ() {
    assertThat(Window.parse("08:00-20:00 Europe/Madrid").shown(at("2026-03-03T07:00:00Z"))).isEqualTo("08:00 Europe/Madrid");
    assertThat(Window.parse("MON-FRI 08:00-20:00 Europe/Madrid").shown(at("2026-03-09T07:00:00Z"))).isEqualTo("MON 08:00 Europe/Madrid");
  }

  private static final String EXAMPLE = "; write it like 08:00-20:00 Europe/Madrid, or MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid";

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "08:00-20:00 | must end with a time zone, such as Europe/Madrid or UTC: the machine's may be another one" + EXAMPLE,
      "08:00-20:00 SAT | must end with a time zone, such as Europe/Madrid or UTC: the machine's may be another one" + EXAMPLE,
      "08:00-20:00 Europe/Madird | must end with the name of a time zone, and there is no 'Europe/Madird'. Did you mean Europe/Madrid?"
          + " Its form is Europe/Madrid or UTC",
      "08:00-20:00 Madrid | must end with the name of a time zone, and there is no 'Madrid'. Its form is Europe/Madrid or UTC",
      "Europe/Madrid | must list hours, with days before them where they are not for every day, and '' is neither" + EXAMPLE,
      "8-20 Europe/Madrid | must list hours, with days before them where they are not for every day, and '8-20' is neither" + EXAMPLE,
      "08:00-20:00; SAT 10:00-14:00 UTC | must list hours, with days before them where they are not for every day, and"
          + " '08:00-20:00; SAT 10:00-14:00' is neither" + EXAMPLE,
      "LUN 08:00-20:00 UTC | must have days of MON, TUE, WED, THU, FRI, SAT, SUN, and 'LUN' is none" + EXAMPLE,
      "08:00-25:00 UTC | must have times of a day, from 00:00 to 24:00, and 25:00 is none here" + EXAMPLE,
      "24:00-08:00 UTC | must have times of a day, from 00:00 to 24:00, and 24:00 is none here" + EXAMPLE,
      "08:60-09:00 UTC | must have times of a day, from 00:00 to 24:00, and 08:60 is none here" + EXAMPLE,
      "08:00-08:00 UTC | must not have hours that end when they begin, such as '08:00-08:00': a whole day is 00:00-24:00",
      "08:00-20:00, SAT UTC | must have hours behind its days" + EXAMPLE})
  void what_cannot_be_read_is_told_with_the_rule(String text, String rule) {
    assertThatThrownBy(() -> Window.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessage(rule);
  }
}
