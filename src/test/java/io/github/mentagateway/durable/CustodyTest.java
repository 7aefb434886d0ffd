package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Work;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a route that reads no channel a send completes when it is on disk. */
class CustodyTest {
  @TempDir
  Path folder;
  private RunningRoutes running;
  private final ObjectMapper mapper = EnvelopeMapper.create();

  @BeforeEach
  void open() throws Exception {
    running = new RunningRoutes(folder).routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:in").to("durable:notifications");
        from("direct:about").to("durable:notifications?entity=${body}");
        from("direct:odd").to("durable:dead-letters");
        from("direct:refused").to("durable:quarantine");
      }
    });
  }

  @AfterEach
  void close() {
    running.close();
  }

  private Exchange send(String to, Object body) {
    return running.camel.createFluentProducerTemplate().to(to).withBody(body).send();
  }

  private String receipt(Exchange exchange) throws Exception {
    assertThat(exchange.getException()).isNull();
    return mapper.writeValueAsString(exchange.getVariable("receipt"));
  }

  @Test
  void an_envelope_is_accepted_with_its_entity_and_its_copy_is_a_duplicate() throws Exception {
    Object envelope = new EnvelopeReader(mapper).read("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\"}}".getBytes());

    Exchange first = send("direct:in", envelope);
    Exchange second = send("direct:in", envelope);

    String id = first.getVariable("notificationId", String.class);
    assertThat(receipt(first)).isEqualTo("{\"id\":\"" + id + "\",\"outcome\":\"accepted\"}");
    assertThat(receipt(second)).isEqualTo("{\"id\":\"" + id + "\",\"outcome\":\"duplicate\"}");
    assertThat(running.waitingIn("notifications")).singleElement().satisfies(work -> {
      assertThat(work.entity()).isEqualTo("ticket:1");
      assertThat(work.action()).isEqualTo("ticket.updated");
    });
  }

  @Test
  void any_other_body_is_accepted_about_nothing_unless_the_route_says_what() {
    send("direct:in", "plain");
    send("direct:about", "row 7");

    assertThat(running.waitingIn("notifications")).extracting(Work::entity, RunningRoutes::content).containsExactlyInAnyOrder(
        tuple(null, "plain"), tuple("row 7", "row 7"));
  }

  @Test
  void the_route_goes_on_on_its_own_thread() throws Exception {
    running.camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:thread").to("durable:notifications").process(exchange ->
            exchange.setVariable("thread", Thread.currentThread().getName()));
      }
    });

    assertThat(send("direct:thread", "x").getVariable("thread")).isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void a_send_may_wait_inside_a_step_behind_another_send() throws Exception {
    running.camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:nested").to("durable:notifications").process(exchange ->
            exchange.getContext().createProducerTemplate().sendBody("direct:in", "inner"));
      }
    });

    assertThat(send("direct:nested", "outer").getException()).isNull();
    assertThat(running.waitingIn("notifications")).extracting(RunningRoutes::content).containsExactlyInAnyOrder("outer", "inner");
  }

  @Test
  void a_store_that_takes_nothing_is_the_exchanges_exception() {
    running.inbox.close();

    assertThat(send("direct:in", "x").getException()).isInstanceOf(InboxUnavailableException.class).hasMessage("the inbox is closed");
  }

  @Test
  void there_is_nothing_to_give_up_where_no_channel_is_read() {
    assertThat(send("direct:odd", "x").getException()).isInstanceOf(IllegalStateException.class)
        .hasMessage("durable:dead-letters gives up a delivery, and this route reads no durable channel: there is none");
    assertThat(send("direct:refused", "x").getException()).isInstanceOf(IllegalStateException.class)
        .hasMessage("durable:quarantine keeps a request as it came, and this route took none");
  }
}
