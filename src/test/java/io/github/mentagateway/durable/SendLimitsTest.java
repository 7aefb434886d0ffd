package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Letters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that sends too much is given up, and holds no more than it may meanwhile. */
class SendLimitsTest {
  private static final String TOO_MANY = "the route sends more than 3 times in one run (gateway.delivery.max-sends): nothing was sent."
      + " Let it split less at once or raise that setting, then retry this delivery";
  private static final String TOO_LARGE = "what the route sends in one run has more than 1000 bytes (gateway.delivery.max-send-bytes):"
      + " nothing was sent. Let it send less at once or raise that setting, then retry this delivery";

  @TempDir
  Path folder;
  private RunningRoutes running;

  private Letters.Detail run(SendLimits limits, RouteBuilder routes) throws Exception {
    running = new RunningRoutes(folder, limits);
    running.routes(routes);
    String id = running.accept("1");
    await().atMost(Duration.ofMinutes(2)).until(() -> !running.find(id).attempts().isEmpty());
    return running.find(id);
  }

  @AfterEach
  void close() {
    running.close();
  }

  private void assertGivenUp(Letters.Detail detail, String reason) {
    assertThat(detail.letter().state()).isEqualTo("dead");
    assertThat(detail.letter().reason()).isEqualTo(reason);
    assertThat(detail.attempts()).hasSize(1);
    assertThat(running.waitingIn("rest")).isEmpty();
  }

  /** Together these texts have more than any heap of a test. */
  @Test
  void a_split_without_end_is_one_dead_letter_and_not_the_end_of_the_process() throws Exception {
    List<Integer> pieces = Collections.nCopies(100_000, 1);
    AtomicInteger behind = new AtomicInteger();

    Letters.Detail detail = run(new SendLimits(3, Long.MAX_VALUE), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> exchange.getMessage().setBody(pieces)).split(body())
            .process(exchange -> exchange.getMessage().setBody(new byte[100_000]))
            .to("durable:rest").process(exchange -> behind.incrementAndGet()).end();
      }
    });

    assertGivenUp(detail, TOO_MANY);
    assertThat(behind).as("nothing is done behind a send that was not taken").hasValue(3);
  }

  @Test
  void a_route_that_catches_it_is_given_up_all_the_same() throws Exception {
    assertGivenUp(run(new SendLimits(3, 1000), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest", "durable:rest", "durable:rest")
            .doTry().to("durable:rest").doCatch(Exception.class).to("durable:quarantine?reason=its own").end();
      }
    }), TOO_MANY);
  }

  @Test
  void as_many_as_may_be_are_sent() throws Exception {
    run(new SendLimits(3, 1000), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest").setBody(constant("x".repeat(500))).to("durable:rest", "durable:rest");
      }
    });

    assertThat(running.waitingIn("rest")).hasSize(3);
  }

  @Test
  void the_bodies_of_all_sends_count_together() throws Exception {
    assertGivenUp(run(new SendLimits(3, 1000), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").setBody(constant("x".repeat(501))).to("durable:rest", "durable:rest");
      }
    }), TOO_LARGE);
  }

  @Test
  void the_body_that_the_run_began_with_counts_nothing() throws Exception {
    run(new SendLimits(3, 1), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest", "durable:rest");
      }
    });

    assertThat(running.waitingIn("rest")).hasSize(2);
  }

  @Test
  void a_stream_in_camel_s_cache_is_read_no_further_than_it_may() throws Exception {
    Cached cached = new Cached(new byte[100_000]);

    assertGivenUp(run(new SendLimits(3, 1000), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> exchange.getMessage().setBody(cached)).to("durable:rest");
      }
    }), TOO_LARGE);
    assertThat(cached.read).isEqualTo(1001);
  }

  @Test
  void a_stream_of_unknown_length_is_read_no_further_than_it_may() throws Exception {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[100_000]);

    assertGivenUp(run(new SendLimits(3, 1000), new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").noStreamCaching().process(exchange -> exchange.getMessage().setBody(stream)).to("durable:rest");
      }
    }), TOO_LARGE);
    assertThat(stream.available()).isEqualTo(98_999);
  }

  private static final class Cached extends ByteArrayInputStream implements StreamCache {
    private int read;

    Cached(byte[] content) {
      super(content);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      int more = super.read(into, offset, length);
      read += Math.max(0, more);
      return more;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      transferTo(out);
    }

    @Override
    public StreamCache copy(Exchange exchange) {
      return this;
    }

    @Override
    public boolean inMemory() {
      return true;
    }

    @Override
    public long length() {
      return count;
    }

    @Override
    public long position() {
      return pos;
    }
  }
}
