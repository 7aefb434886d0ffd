package io.github.mentagateway.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void a_failure_comes_before_its_causes() {
    IOException root = new IOException("root");
    Exception failure = new IllegalStateException(new UncheckedIOException(root));

    assertThat(Causes.of(failure)).containsExactly(failure, failure.getCause(), root);
    assertThat(Causes.root(failure)).isSameAs(root);
    assertThat(Causes.root(root)).isSameAs(root);
    assertThat(Causes.first(IOException.class, failure)).isSameAs(root);
    assertThat(Causes.first(ArithmeticException.class, failure)).isNull();
    assertThat(Causes.of(null)).isEmpty();
  }

  @Test
  void a_circle_has_an_end() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(Causes.of(first)).startsWith(first, second, first).hasSize(50);
    assertThat(Causes.root(first)).isSameAs(second);
    assertThat(Causes.first(IOException.class, first)).isNull();
  }
}
