package io.github.mentagateway.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Figures of what was measured in turns. */
final class Rounds {
  private Rounds() {}

  static <T> Figures of(List<T> samples, ToDoubleFunction<T> figure) {
    return Figures.of(samples.stream().map(figure::applyAsDouble).toList());
  }

  /** Of each round by itself: the machine may have been slow in one of them, for both. */
  static <T> Figures ratio(List<T> samples, List<T> base, ToDoubleFunction<T> figure) {
    return Figures.of(IntStream.range(0, samples.size())
        .mapToObj(round -> figure.applyAsDouble(samples.get(round)) / figure.applyAsDouble(base.get(round))).toList());
  }
}
