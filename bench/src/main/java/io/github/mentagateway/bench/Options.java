package io.github.mentagateway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param parts which are measured, in the order of {@link #PARTS}
 * @param stores sqlite, postgresql
 * @param ends none, rest: where the deliveries of the part {@code through} end
 * @param connections how many send at once, in the part {@code accept}
 * @param rounds of each measurement, taking turns
 * @param stretch how long the load of one round lasts
 * @param filled how many notifications wait, or are history, in the part {@code growth}
 * @param jar of the gateway
 * @param other a second jar to compare it with; null when there is none
 * @param jvm options of the gateway's Java
 */
record Options(Set<String> parts, Set<String> stores, Set<String> ends, List<Integer> connections, int rounds, Duration stretch,
    List<Integer> filled, Path jar, Path other, List<String> jvm) {
  static final List<String> PARTS = List.of("accept", "through", "growth", "start", "mails");
  private static final List<String> STORES = List.of("sqlite", "postgresql");
  private static final List<String> ENDS = List.of("none", "rest");
  static final String USAGE = """
      bench/run [--only PART[,PART…]] [--stores STORE[,STORE…]] [--ends END[,END…]] [--connections N[,N…]]
                [--rounds N] [--seconds N] [--filled N[,N…]] [--jar FILE] [--other FILE] [--jvm 'OPTIONS']
        --only        accept, through, growth, start, mails; all of them
        --stores      sqlite, postgresql; both
        --ends        for through: none (routes that call nothing), rest; both
        --connections for accept; 1,16,64,256
        --rounds      how often each is measured, taking turns; 5
        --seconds     how long the load of one round lasts; 5
        --filled      for growth: notifications that wait, and as many that are history; 10000,100000,1000000
        --jar         the gateway; target/menta-gateway.jar
        --other       a second jar, measured beside it: before and after a change. One in a checkout's target/ runs with the
                      routes and settings of that checkout
        --jvm         options of the gateway's Java, instead of those in config/jvm.options""";

  static Options of(Path project, String... arguments) {
    List<String> parts = PARTS;
    List<String> stores = STORES;
    List<String> ends = ENDS;
    List<Integer> connections = List.of(1, 16, 64, 256);
    int rounds = 5;
    int seconds = 5;
    List<Integer> filled = List.of(10_000, 100_000, 1_000_000);
    Path jar = project.resolve("target/menta-gateway.jar");
    Path other = null;
    List<String> jvm = JvmOptions.shipped(project);
    Iterator<String> left = List.of(arguments).iterator();
    while (left.hasNext()) {
      String name = left.next();
      switch (name) {
        case "--only" -> parts = some(name, left, PARTS);
        case "--stores" -> stores = some(name, left, STORES);
        case "--ends" -> ends = some(name, left, ENDS);
        case "--connections" -> connections = numbers(name, left);
        case "--rounds" -> rounds = number(name, left);
        case "--seconds" -> seconds = number(name, left);
        case "--filled" -> filled = numbers(name, left);
        case "--jar" -> jar = Path.of(value(name, left));
        case "--other" -> other = Path.of(value(name, left));
        case "--jvm" -> jvm = new ArrayList<>(List.of(value(name, left).strip().split("\\s+")));
        default -> throw new IllegalArgumentException("'" + name + "' is no option");
      }
    }
    return new Options(Set.copyOf(parts), Set.copyOf(stores), Set.copyOf(ends), connections, rounds, Duration.ofSeconds(seconds), filled,
        jar.toAbsolutePath(), other == null ? null : other.toAbsolutePath(), jvm);
  }

  private static List<String> some(String name, Iterator<String> left, List<String> all) {
    List<String> chosen = List.of(value(name, left).split(","));
    if (!all.containsAll(chosen)) {
      throw new IllegalArgumentException(name + " is '" + String.join(",", chosen) + "': it must be of " + all);
    }
    return chosen;
  }

  private static String value(String name, Iterator<String> left) {
    if (!left.hasNext()) {
      throw new IllegalArgumentException(name + " has no value");
    }
    return left.next();
  }

  private static List<Integer> numbers(String name, Iterator<String> left) {
    return Stream.of(value(name, left).split(",")).map(value -> number(name, value)).toList();
  }

  private static int number(String name, Iterator<String> left) {
    return number(name, value(name, left));
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(name + " is '" + value + "': it must be a number from 1 on");
    }
    return Integer.parseInt(value);
  }
}
