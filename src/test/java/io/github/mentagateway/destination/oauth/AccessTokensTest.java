package io.github.mentagateway.destination.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.settings.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokensTest {
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicLong now = new AtomicLong(-5);
  private final Secrets secrets = new Secrets(Map.of(), Path.of("none"));

  private AccessTokens tokens(Duration expiresIn) {
    return tokens(() -> new AccessTokens.Token("token-number-" + fetched.incrementAndGet(), expiresIn));
  }

  private AccessTokens tokens(AccessTokens.TokenSource source) {
    return new AccessTokens(source, secrets, now::get, Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({"3600, 3570", "100, 90", "300, 270"})
  void a_token_is_kept_until_shortly_before_it_expires(long expiresIn, long keptFor) throws Exception {
    AccessTokens tokens = tokens(Duration.ofSeconds(expiresIn));
    tokens.token();

    now.addAndGet(TimeUnit.SECONDS.toNanos(keptFor) - 1);
    assertThat(tokens.token()).isEqualTo("token-number-1");
    now.addAndGet(1);
    assertThat(tokens.token()).isEqualTo("token-number-2");
  }

  @Test
  void fifty_calls_at_once_wait_for_one_fetch() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AccessTokens tokens = tokens(() -> {
      asked.countDown();
      await(answer);
      return new AccessTokens.Token("token-number-" + fetched.incrementAndGet(), Duration.ofHours(1));
    });

    assertThat(fifty(tokens, () -> {
      await(asked);
      answer.countDown();
    })).containsOnly("token-number-1");
  }

  @Test
  void fifty_calls_at_once_are_told_the_one_failure_and_the_next_call_tries_again() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AccessTokens tokens = tokens(() -> {
      asked.countDown();
      await(answer);
      if (fetched.incrementAndGet() == 1) {
        throw new AccessTokenException("no access token from login", null);
      }
      return new AccessTokens.Token("token-number-" + fetched, Duration.ofHours(1));
    });

    List<String> told = fifty(tokens, () -> {
      await(asked);
      answer.countDown();
    });

    // a call that came after the failure has fetched
    assertThat(told).contains("no access token from login").isSubsetOf("no access token from login", "token-number-2");
    assertThat(tokens.token()).isEqualTo("token-number-2");
  }

  @Test
  void only_the_token_that_was_refused_is_fetched_again() throws Exception {
    AccessTokens tokens = tokens(Duration.ofHours(1));
    String first = tokens.token();

    tokens.refused(first);
    String second = tokens.token();
    tokens.refused(first);

    assertThat(second).isEqualTo("token-number-2");
    assertThat(tokens.token()).isEqualTo(second);
  }

  @Test
  void a_token_is_taken_out_of_every_text_and_forgotten_two_tokens_later() throws Exception {
    AccessTokens tokens = tokens(Duration.ZERO);
    tokens.token();
    tokens.token();
    assertThat(secrets.redact("token-number-1 token-number-2")).isEqualTo("*** ***");
    tokens.token();

    assertThat(secrets.redact("token-number-1 token-number-2 token-number-3")).isEqualTo("token-number-1 *** ***");
  }

  @Test
  void an_unexpected_failure_is_told_and_not_kept() {
    AccessTokens tokens = tokens(() -> {
      throw new IllegalStateException(String.valueOf(fetched.incrementAndGet()));
    });

    assertThatThrownBy(tokens::token).isInstanceOf(AccessTokenException.class);
    assertThatThrownBy(tokens::token).hasRootCauseMessage("2");
  }

  private static List<String> fifty(AccessTokens tokens, Runnable meanwhile) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      CountDownLatch begun = new CountDownLatch(50);
      List<Future<String>> calls = new ArrayList<>();
      for (int call = 0; call < 50; call++) {
        calls.add(threads.submit(() -> {
          begun.countDown();
          try {
            return tokens.token();
          } catch (IOException e) {
            return e.getMessage();
          }
        }));
      }
      begun.await();
      meanwhile.run();
      List<String> got = new ArrayList<>();
      for (Future<String> call : calls) {
        got.add(call.get());
      }
      return got;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
