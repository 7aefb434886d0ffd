package io.github.mentagateway.durable;

import static io.github.mentagateway.durable.RunningRoutes.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mentagateway.inbox.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run sends is committed with its completion, or not at all. */
class RouteRunTest {
  private static final String OUTSIDE = "IllegalStateException: durable:rest was sent to from outside the run of its route (wireTap, seda,"
      + " threads, parallel processing or onCompletion): what a run sends is committed with it, so send it from the route itself,"
      + " through direct, split, multicast or a kamelet";

  @TempDir
  Path folder;
  private RunningRoutes running;
  /** What happened beside the run. */
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    running = new RunningRoutes(folder);
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void a_run_that_ends_well_has_sent_all_it_sent() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest").setBody(constant("a text")).to("durable:rest");
      }
    });

    String id = running.accept("1");

    assertThat(running.ended(id, 1).letter().state()).isEqualTo("delivered");
    assertThat(running.waitingIn("rest")).extracting(Work::entity, RunningRoutes::content, Work::notificationId)
        .containsExactly(tuple("ticket:1", content(first(id)), id),
            tuple("ticket:1", "a text", id));
  }

  /** A kamelet's own route starts after the one that uses it. */
  @Test
  void what_waits_at_the_start_is_tried_when_all_routes_run() throws Exception {
    String id = running.accept("1");
    CountDownLatch tried = new CountDownLatch(1);
    running.camel.addComponent("slow", new SlowToStart(tried));

    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").startupOrder(1).process(exchange -> {
          seen.add(exchange.getContext().getStatus().name());
          tried.countDown();
        });
        from("slow:late").startupOrder(2).to("log:late");
      }
    });

    assertThat(running.ended(id, 1).letter().state()).isEqualTo("delivered");
    assertThat(seen).containsExactly("Started");
  }

  /** Waits half a second for an attempt that begins too early. */
  private static final class SlowToStart extends DefaultComponent {
    private final CountDownLatch tried;

    SlowToStart(CountDownLatch tried) {
      this.tried = tried;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          return new DefaultConsumer(this, processor) {
            @Override
            protected void doStart() throws Exception {
              super.doStart();
              tried.await(500, TimeUnit.MILLISECONDS);
            }
          };
        }
      };
    }
  }

  private Work first(String id) {
    var detail = running.find(id);
    return new Work(0, id, id, "", null, null, 1, 1, false, null, detail.payload(), detail.original());
  }

  @Test
  void a_run_that_fails_half_way_has_sent_nothing_and_sends_once_when_it_succeeds() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest").process(exchange -> {
          if (exchange.getVariable("attempt", Integer.class) == 1) {
            throw new IllegalArgumentException("half-way");
          }
        }).to("durable:mail");
      }
    });

    String id = running.accept("1");
    assertThat(running.ended(id, 1).letter().reason()).isEqualTo("IllegalArgumentException: half-way");
    assertThat(running.waitingIn("rest")).isEmpty();
    running.timer.move(Duration.ofSeconds(6));

    running.ended(id, 2);
    assertThat(running.waitingIn("rest")).hasSize(1);
    assertThat(running.waitingIn("mail")).hasSize(1);
  }

  @Test
  void sends_inside_split_multicast_direct_and_enrich_belong_to_the_run() throws Exception {
    AggregationStrategy keep = (before, sub) -> before == null ? sub : before;
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> seen.add("run " + exchange.getVariable("attempt")))
            .multicast().to("durable:rest", "direct:other").end()
            .enrich("direct:other", keep)
            .setBody(constant(List.of("a", "b", "c"))).split(body()).to("direct:other").end()
            .process(exchange -> {
              if (exchange.getVariable("attempt", Integer.class) == 1) {
                throw new IllegalArgumentException("at the very end");
              }
            });
        from("direct:other").to("durable:rest");
      }
    });

    String id = running.accept("1");
    running.ended(id, 1);
    assertThat(running.waitingIn("rest")).isEmpty();
    running.timer.move(Duration.ofSeconds(6));

    running.ended(id, 2);
    assertThat(running.waitingIn("rest")).hasSize(6).extracting(RunningRoutes::content).endsWith("a", "b", "c");
  }

  @Test
  void what_was_sent_before_a_handled_exception_is_sent() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        onException(IllegalArgumentException.class).handled(true).to("durable:mail");
        from("durable:notifications").to("durable:rest").throwException(new IllegalArgumentException("handled"));
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter().state()).isEqualTo("delivered");
    assertThat(running.waitingIn("rest")).hasSize(1);
    assertThat(running.waitingIn("mail")).hasSize(1);
  }

  @Test
  void a_send_from_a_wire_tap_throws_and_nothing_was_sent_by_it() throws Exception {
    running.routes(new Besides() {
      @Override
      public void configure() {
        from("durable:notifications").wireTap("direct:beside").end();
        beside("direct:beside");
      }
    });

    assertSentBeside(running.accept("1"));
  }

  @Test
  void a_send_from_behind_seda_throws_and_nothing_was_sent_by_it() throws Exception {
    running.routes(new Besides() {
      @Override
      public void configure() {
        from("durable:notifications").to("seda:beside?waitForTaskToComplete=Never");
        beside("seda:beside");
      }
    });

    assertSentBeside(running.accept("1"));
  }

  @Test
  void a_send_from_behind_seda_that_is_waited_for_fails_the_run() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("seda:beside?waitForTaskToComplete=Always");
        from("seda:beside").to("durable:rest");
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter().reason()).isEqualTo(OUTSIDE);
    assertThat(running.waitingIn("rest")).isEmpty();
  }

  @Test
  void a_send_from_a_thread_of_its_own_fails_the_run() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").threads(1).to("durable:rest");
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter().reason()).isEqualTo(OUTSIDE);
    assertThat(running.waitingIn("rest")).isEmpty();
  }

  @Test
  void a_send_from_a_parallel_multicast_fails_the_run() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").multicast().parallelProcessing().stopOnException().to("durable:rest", "durable:mail").end();
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter().reason()).contains("was sent to from outside the run of its route");
    assertThat(running.waitingIn("rest")).isEmpty();
    assertThat(running.waitingIn("mail")).isEmpty();
  }

  @Test
  void a_send_from_on_completion_throws_and_the_run_stands() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        onCompletion().doTry().to("durable:rest").doCatch(Exception.class)
            .process(exchange -> seen.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage()));
        from("durable:notifications").to("durable:mail");
      }
    });

    String id = running.accept("1");

    assertThat("IllegalStateException: " + seen.take()).isEqualTo(OUTSIDE);
    assertThat(running.ended(id, 1).letter().state()).isEqualTo("delivered");
    assertThat(running.waitingIn("rest")).isEmpty();
    assertThat(running.waitingIn("mail")).hasSize(1);
  }

  @Test
  void a_dead_letter_inside_a_split_ends_the_delivery_and_drops_what_was_sent() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest").setBody(constant(List.of("a", "b")))
            .split(body()).toD("durable:dead-letters?reason=no such ticket ${body}").end();
      }
    });

    var detail = running.ended(running.accept("1"), 1);

    assertThat(detail.letter().state()).isEqualTo("dead");
    assertThat(detail.letter().reason()).isEqualTo("no such ticket a");
    assertThat(running.waitingIn("rest")).isEmpty();
  }

  @Test
  void a_verdict_stands_although_the_exception_goes_on() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        onException(IllegalArgumentException.class).handled(false).to("durable:dead-letters");
        onException(IllegalStateException.class).to("durable:quarantine?reason=RAW(unknown: ${exception.message})");
        from("durable:notifications").choice()
            .when(simple("${variable.entity} == 'ticket:1'")).throwException(new IllegalArgumentException("no"))
            .otherwise().throwException(new IllegalStateException("a & b=c?"));
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter()).satisfies(letter -> {
      assertThat(letter.state()).isEqualTo("dead");
      assertThat(letter.reason()).isEqualTo("the route gave it up");
    });
    assertThat(running.ended(running.accept("2"), 1).letter()).satisfies(letter -> {
      assertThat(letter.state()).isEqualTo("quarantined");
      assertThat(letter.reason()).isEqualTo("unknown: a & b=c?");
    });
  }

  @Test
  void the_gateways_variables_are_there_and_leak_into_no_header() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> seen.add(exchange.getVariable("notificationId") + " "
            + exchange.getVariable("deliveryId") + " " + exchange.getVariable("entity") + " " + exchange.getVariable("sequence")
            + " " + exchange.getVariable("attempt") + " " + exchange.getVariable("receivedAt") + " " + exchange.getMessage().getHeaders()));
      }
    });

    String id = running.accept("1");

    assertThat(seen.take()).isEqualTo(id + " " + id + ".notifications ticket:1 " + id.replaceFirst(".*-", "") + " 1 2026-03-01T12:00:00Z {}");
  }

  /** A route beside the run that tries to send, and records the exception. */
  private abstract class Besides extends RouteBuilder {
    void beside(String from) {
      from(from).doTry().to("durable:rest").doCatch(Exception.class)
          .process(exchange -> seen.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage()));
    }
  }

  private void assertSentBeside(String id) throws Exception {
    assertThat("IllegalStateException: " + seen.take()).isEqualTo(OUTSIDE);
    running.ended(id, 1);
    assertThat(running.waitingIn("rest")).isEmpty();
  }
}
