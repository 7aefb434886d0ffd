package io.github.mentagateway.failure;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Walks from a failure to its causes. A library may make a circle of causes, in which a plain loop never ends. */
public final class Causes {
  /** A longer chain is a circle. */
  private static final int MOST = 50;

  private Causes() {}

  /** The failure itself and its causes, in this order; empty for null. */
  public static List<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST).toList();
  }

  /** The first failure of that kind, the given one included; null when there is none. */
  public static <T extends Throwable> T first(Class<T> kind, Throwable failure) {
    return of(failure).stream().filter(kind::isInstance).findFirst().map(kind::cast).orElse(null);
  }

  /** Whether the failure or a cause has a class of one of these names, or one that extends it: of libraries that are not compiled with. */
  public static boolean has(Throwable failure, Set<String> names) {
    return of(failure).stream().anyMatch(cause -> isNamed(cause, names));
  }

  private static boolean isNamed(Throwable cause, Set<String> names) {
    return Stream.<Class<?>>iterate(cause.getClass(), Objects::nonNull, Class::getSuperclass)
        .anyMatch(type -> names.contains(type.getName()));
  }

  /** The last cause, which may be the failure itself. */
  public static Throwable root(Throwable failure) {
    List<Throwable> all = of(failure);
    return all.get(all.size() - 1);
  }
}
