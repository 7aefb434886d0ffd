package io.github.mentagateway.check;

import io.github.mentagateway.settings.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** The nearest known name to one that is misspelt. */
public final class Names {
  private static final int MOST_SHOWN = 15;

  private Names() {}

  static Optional<String> nearest(String name, Collection<String> known) {
    return new TreeSet<>(known).stream().min(Comparator.comparingInt(other -> Spelling.distance(name, other)))
        // what has no letter in common is not near, however short it is
        .filter(other -> Spelling.distance(name, other) <= Math.max(2, name.length() / 3) && Spelling.distance(name, other) < name.length());
  }

  /** Whether one is certainly the other misspelt: a letter or its size is wrong, or two in a longer name, or two have changed places. */
  public static boolean isSlip(String name, String other) {
    int distance = Spelling.distance(name, other);
    return !name.equals(other) && distance < name.length()
        && (distance <= 1 || distance == 2 && (name.length() > 5 || Arrays.equals(sorted(name), sorted(other))));
  }

  private static int[] sorted(String text) {
    return text.chars().sorted().toArray();
  }

  /** {@code ; did you mean 'x'?}, or nothing. */
  public static String didYouMean(String name, Collection<String> known) {
    return nearest(name, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /** The nearest name, and all when they are few enough to be read. */
  static String known(String name, Collection<String> known, String all) {
    String nearest = didYouMean(name, known);
    if (!nearest.isEmpty() && known.size() > MOST_SHOWN) {
      return nearest;
    }
    return (nearest.isEmpty() ? ": " + Character.toLowerCase(all.charAt(0)) + all.substring(1) : nearest + " " + all) + list(known);
  }

  /** The names in their order, or {@code none}. */
  public static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
  }
}
