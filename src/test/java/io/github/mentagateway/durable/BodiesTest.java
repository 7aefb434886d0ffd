package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.Compressed;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.inbox.Work;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a channel comes out as the same, one run later. */
class BodiesTest {
  @TempDir
  Path folder;
  private RunningRoutes running;
  private final BlockingQueue<Optional<Object>> bodies = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    running = new RunningRoutes(folder);
  }

  @AfterEach
  void close() {
    running.close();
  }

  /** The body as the route behind the channel gets it. */
  private Object through(Object body) throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> exchange.getMessage().setBody(body)).to("durable:rest");
        from("durable:rest").process(exchange -> bodies.add(Optional.ofNullable(exchange.getMessage().getBody())));
      }
    });
    running.accept("1");
    return bodies.take().orElse(null);
  }

  @Test
  void an_envelope_that_is_sent_on_as_it_came_is_the_same() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> bodies.add(Optional.of(exchange.getMessage().getBody()))).to("durable:rest");
        from("durable:rest").process(exchange -> bodies.add(Optional.of(exchange.getMessage().getBody())));
      }
    });

    running.accept("notifications", "{\"message\":{\"action\":\"a.b\",\"x\":1,\"data\":{\"id\":\"00001\",\"n\":10.50}}}", "a:1");

    Object first = bodies.take().orElseThrow();
    assertThat(first).isInstanceOf(Envelope.class).isEqualTo(bodies.take().orElseThrow());
  }

  @Test
  void an_envelope_that_a_route_changed_is_kept_as_it_is_then() throws Exception {
    Envelope changed = new Envelope("ticket", "ticket.updated", null, Map.of("id", "2", "price", new BigDecimal("10.50")), Map.of(), Map.of());

    assertThat(through(changed)).isEqualTo(changed);
  }

  @Test
  void what_came_compressed_or_in_another_charset_is_read_as_it_was_at_the_intake_also_after_a_restart() throws Exception {
    String json = "{\"action\":\"a.b\",\"data\":{\"id\":\"Niño\"}}";
    Map<String, String> latin = Map.of("content-type", "application/json; charset=ISO-8859-1");
    running.accept("notifications", Compressed.gzip(json), Map.of(), "a:1");
    running.accept("notifications", json.getBytes(StandardCharsets.ISO_8859_1), latin, "a:2");
    running.accept("notifications", Compressed.gzip(json.getBytes(StandardCharsets.ISO_8859_1)), latin, "a:3");
    running.accept("notifications", json.getBytes(StandardCharsets.UTF_16), Map.of(), "a:4");
    close();
    open();
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> bodies.add(Optional.of(exchange.getMessage().getBody())));
      }
    });

    await().untilAsserted(() -> assertThat(bodies).hasSize(4));
    assertThat(bodies).allSatisfy(body -> assertThat(body.orElseThrow()).isInstanceOfSatisfying(Envelope.class,
        envelope -> assertThat(envelope.data()).containsEntry("id", "Niño")));
  }

  @Test
  void a_text_keeps_every_character() throws Exception {
    assertThat(through("ñ € 🎫 \u0000 \r\n")).isEqualTo("ñ € 🎫 \u0000 \r\n");
  }

  @Test
  void bytes_stay_bytes() throws Exception {
    assertThat(through(new byte[] {0, -1, 127})).isEqualTo(new byte[] {0, -1, 127});
  }

  @Test
  void a_stream_comes_out_as_its_bytes() throws Exception {
    assertThat(through(new ByteArrayInputStream(new byte[] {1, 2, 3}))).isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  void no_body_is_no_body() throws Exception {
    assertThat(through(null)).isNull();
  }

  @Test
  void rows_of_a_database_keep_nulls_and_numbers_and_give_times_as_text() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("EMAIL", null);
    row.put("PRICE", new BigDecimal("10.50"));
    row.put("ID", 12345678901L);
    row.put("SOLD", Timestamp.from(Instant.parse("2026-03-01T12:00:00Z")));
    row.put("OPEN", true);

    Object rows = through(new ArrayList<>(List.of(row)));

    assertThat(rows).asList().hasSize(1);
    Map<?, ?> back = (Map<?, ?>) ((List<?>) rows).get(0);
    assertThat(new ArrayList<Object>(back.keySet())).isEqualTo(List.of("EMAIL", "PRICE", "ID", "SOLD", "OPEN"));
    assertThat(new ArrayList<Object>(back.values()))
        .isEqualTo(Arrays.asList(null, new BigDecimal("10.50"), 12345678901L, "2026-03-01T12:00:00.000+00:00", true));
  }

  @Test
  void a_body_of_any_other_kind_is_a_failure_that_names_it() throws Exception {
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").process(exchange -> exchange.getMessage().setBody(new Thread())).to("durable:rest");
      }
    });

    assertThat(running.ended(running.accept("1"), 1).letter().reason()).isEqualTo("IllegalArgumentException: a body of java.lang.Thread"
        + " cannot be kept in a durable channel: send an envelope, a text, bytes, or maps and lists of plain values");
  }

  @Test
  void a_body_larger_than_a_megabyte_is_kept() throws Exception {
    assertThat(through("x".repeat(3 << 20))).asString().hasSize(3 << 20);
  }

  @Test
  void an_entity_may_be_each_items_own_whatever_the_text_is() throws Exception {
    List<String> hostile = List.of("ana@example.com", "a&b=c#d?e/f%20+g", "' or 1=1 --", "${body} {{x}}", "#1", "ñ🎫\n", " ", "x".repeat(10_000));
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").setBody(constant(hostile)).split(body()).to("durable:rest?entity=${body}").end();
      }
    });

    running.ended(running.accept("1"), 1);

    List<Work> sent = running.waitingIn("rest");
    assertThat(sent).extracting(RunningRoutes::content).containsExactlyElementsOf(hostile);
    // a blank entity and one that is too long are no entity
    assertThat(sent).extracting(Work::entity).containsExactly(hostile.get(0), hostile.get(1), hostile.get(2), hostile.get(3),
        hostile.get(4), hostile.get(5), null, null);
    assertThat(sent.get(0).payload().bytes()).isEqualTo("ana@example.com".getBytes(StandardCharsets.UTF_8));
  }
}
