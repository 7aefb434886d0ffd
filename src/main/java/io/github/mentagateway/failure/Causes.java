package io.github.mentagateway.failure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A failure and its causes. A library may make a circle of them, in which a walk of one's own has no end. */
public final class Causes {
  /** Longer chains are circles. */
  private static final int MOST = 50;

  private Causes() {}

  /** The failure itself first; empty for null. */
  public static List<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST).toList();
  }

  /** The first one of that kind, the failure itself included; null when there is none. */
  public static <T extends Throwable> T first(Class<T> kind, Throwable failure) {
    return of(failure).stream().filter(kind::isInstance).findFirst().map(kind::cast).orElse(null);
  }

  /** The last one, which may be the failure itself. */
  public static Throwable root(Throwable failure) {
    List<Throwable> all = of(failure);
    return all.get(all.size() - 1);
  }
}
