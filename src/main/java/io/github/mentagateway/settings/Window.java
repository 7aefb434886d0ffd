package io.github.mentagateway.settings;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a destination works: some hours of some days of the week, by the clock of one place. Hours over midnight belong to the day on which
 * they begin. A time that the clock shows twice, when summer time ends, counts the first time; one that it leaves out, when summer time
 * begins, counts as the moment when it is put forward.
 *
 * @param text as it was written
 */
public record Window(String text, ZoneId zone, List<Hours> hours) {
  public static final Window ALWAYS = new Window("", ZoneOffset.UTC, List.of());

  private static final Pattern ZONED = Pattern.compile("(.*?)\\s*\\b([A-Za-z][A-Za-z0-9_+/-]*)");
  private static final Pattern PART = Pattern.compile(
      "(?:([A-Za-z]{3})(?:\\s*-\\s*([A-Za-z]{3}))?)?\\s*(?:(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2}))?");
  private static final String EXAMPLE = "; write it like 08:00-20:00 Europe/Madrid, or MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid";
  private static final int DAY = 24 * 60;
  private static final int LONGEST = 500;
  /** A week, and one more for hours that are in the one which the clock leaves out. */
  private static final int LONGEST_LOOK = 15;
  private static final int LONGEST_LOOK_BACK = 8;
  private static final int NEAR = 2;

  /** @param from in minutes of the day; {@code to} is greater, and beyond 24 hours on the next day */
  record Hours(Set<DayOfWeek> days, int from, int to) {}

  private record Interval(Instant start, Instant end) {}

  /**
   * An empty text and {@code always} are {@link #ALWAYS}.
   *
   * @throws IllegalArgumentException whose message is the rule that was broken
   */
  public static Window parse(String text) {
    if (text.isBlank() || text.strip().equalsIgnoreCase("always")) {
      return ALWAYS;
    }
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("must have at most " + LONGEST + " characters" + EXAMPLE);
    }
    Matcher zoned = ZONED.matcher(text.strip());
    if (!zoned.matches() || day(zoned.group(2)) != null) {
      throw new IllegalArgumentException("must end with a time zone, such as Europe/Madrid or UTC: the machine's may be another one" + EXAMPLE);
    }
    return new Window(text.strip(), zone(zoned.group(2)), hours(zoned.group(1)));
  }

  private static ZoneId zone(String name) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (!known.contains(name)) {
      String near = known.stream().filter(zone -> Spelling.distance(name, zone) <= NEAR)
          .min(Comparator.comparing((String zone) -> Spelling.distance(name, zone)).thenComparing(Comparator.naturalOrder()))
          .map(zone -> " Did you mean " + zone + "?").orElse("");
      throw new IllegalArgumentException("must end with the name of a time zone, and there is no '" + name + "'." + near
          + " Its form is Europe/Madrid or UTC");
    }
    return ZoneId.of(name);
  }

  private static List<Hours> hours(String text) {
    List<Hours> hours = new ArrayList<>();
    Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
    boolean daysAlone = false;
    for (String part : text.split(",", -1)) {
      Matcher one = PART.matcher(part.strip());
      if (part.isBlank() || !one.matches()) {
        throw new IllegalArgumentException("must list hours, with days before them where they are not for every day, and '" + part.strip()
            + "' is neither" + EXAMPLE);
      }
      if (one.group(1) != null) {
        Set<DayOfWeek> more = days(one.group(1), one.group(2) == null ? one.group(1) : one.group(2));
        if (daysAlone) {
          more.addAll(days);
        }
        days = more;
      }
      daysAlone = one.group(3) == null;
      if (!daysAlone) {
        int from = minutes(one.group(3), one.group(4), DAY - 1);
        int to = minutes(one.group(5), one.group(6), DAY);
        if (from == to) {
          throw new IllegalArgumentException("must not have hours that end when they begin, such as '" + part.strip()
              + "': a whole day is 00:00-24:00");
        }
        hours.add(new Hours(days, from, to > from ? to : to + DAY));
      }
    }
    if (daysAlone) {
      throw new IllegalArgumentException("must have hours behind its days" + EXAMPLE);
    }
    return List.copyOf(hours);
  }

  private static Set<DayOfWeek> days(String first, String last) {
    DayOfWeek end = known(last);
    Set<DayOfWeek> days = EnumSet.of(end);
    for (DayOfWeek day = known(first); day != end; day = day.plus(1)) {
      days.add(day);
    }
    return days;
  }

  private static DayOfWeek known(String name) {
    return Optional.ofNullable(day(name)).orElseThrow(
        () -> new IllegalArgumentException("must have days of MON, TUE, WED, THU, FRI, SAT, SUN, and '" + name + "' is none" + EXAMPLE));
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equalsIgnoreCase(name)) {
        return day;
      }
    }
    return null;
  }

  private static int minutes(String hour, String minute, int most) {
    int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    if (minutes > most || Integer.parseInt(minute) >= 60) {
      throw new IllegalArgumentException("must have times of a day, from 00:00 to 24:00, and " + hour + ":" + minute + " is none here" + EXAMPLE);
    }
    return minutes;
  }

  public boolean isAlways() {
    return hours.isEmpty();
  }

  public boolean isOpen(Instant now) {
    return nextOpening(now).equals(now);
  }

  /** @return {@code now} when it is open */
  public Instant nextOpening(Instant now) {
    if (isAlways()) {
      return now;
    }
    LocalDate today = LocalDate.ofInstant(now, zone);
    // what began yesterday may last over midnight
    for (int day = -1; day <= LONGEST_LOOK; day++) {
      Optional<Instant> first = on(today.plusDays(day)).stream().filter(one -> one.end().isAfter(now)).map(Interval::start)
          .min(Comparator.naturalOrder());
      if (first.isPresent()) {
        return first.get().isBefore(now) ? now : first.get();
      }
    }
    throw new IllegalStateException("the window '" + text + "' does not open");
  }

  /** @return since when it is open without a break, looked for in the last days; {@code now} when it is closed */
  public Instant openSince(Instant now) {
    if (!isOpen(now)) {
      return now;
    }
    Instant since = now;
    LocalDate today = LocalDate.ofInstant(now, zone);
    for (int day = 0; day <= LONGEST_LOOK_BACK; day++) {
      for (Interval one : on(today.minusDays(day)).stream().sorted(Comparator.comparing(Interval::start).reversed()).toList()) {
        since = one.start().isBefore(since) && !one.end().isBefore(since) ? one.start() : since;
      }
    }
    return since;
  }

  /** Without those that are in the hour which the clock leaves out. */
  private List<Interval> on(LocalDate date) {
    return hours.stream().filter(some -> some.days().contains(date.getDayOfWeek()))
        .map(some -> new Interval(at(date, some.from()), at(date, some.to()))).filter(one -> one.start().isBefore(one.end())).toList();
  }

  private Instant at(LocalDate date, int minutes) {
    LocalDateTime local = date.atStartOfDay().plusMinutes(minutes);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }

  /** A time as people there write it, such as {@code 08:00 Europe/Madrid}; with its day when the days differ. */
  public String shown(Instant time) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    boolean everyDay = hours.stream().allMatch(some -> some.days().size() == DayOfWeek.values().length);
    LocalTime minute = local.toLocalTime();
    return (everyDay ? "" : local.getDayOfWeek().name().substring(0, 3) + " ")
        + String.format(Locale.ROOT, "%02d:%02d ", minute.getHour(), minute.getMinute()) + zone;
  }
}
