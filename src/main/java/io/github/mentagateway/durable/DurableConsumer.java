package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.delivery.ChannelReader;
import io.github.mentagateway.delivery.ReaderStart;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.apache.camel.support.DefaultConsumer;

/** Runs its route once per attempt, on the attempt's own thread, with the body as it was sent and the gateway's variables. */
final class DurableConsumer extends DefaultConsumer {
  private final DurableEndpoint endpoint;
  private final PayloadCodec codec;
  private final FailureTranslator failures;
  private ChannelReader reader;

  DurableConsumer(DurableEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.codec = new PayloadCodec(endpoint.services().mapper());
    this.failures = new FailureTranslator(endpoint.services().delivery().wall());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ChannelReader starting = endpoint.services().reader(endpoint.getName(), endpoint.options(), this::attempt);
    starting.start();
    // set last: a consumer that was refused must not close the channel of the one that has it
    reader = starting;
    endpoint.getCamelContext().addStartupListener(new BeginWhenStarted(starting, endpoint.services().delivery().start()));
  }

  /** Makes no attempt before all routes have started: a kamelet's route starts after the route that uses it. */
  private static final class BeginWhenStarted implements StartupListener {
    private final ChannelReader reader;
    private final ReaderStart start;

    BeginWhenStarted(ChannelReader reader, ReaderStart start) {
      this.reader = reader;
      this.start = start;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
      if (alreadyStarted) {
        start.begin(reader);
      }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
      start.begin(reader);
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (reader != null) {
      reader.stop(patience());
      reader = null;
    }
    super.doStop();
  }

  /** A route that is exchanged for another lets its attempts end: one that was interrupted would be made again. */
  private Duration patience() {
    Duration atShutdown = endpoint.services().patience();
    Duration longestAttempt = endpoint.options().timeout().plus(atShutdown);
    return endpoint.getCamelContext().isStarted() ? longestAttempt : atShutdown;
  }

  private AttemptResult attempt(Work work) {
    Object body;
    try {
      body = codec.read(work);
    } catch (OutOfMemoryError | InternalError | UnknownError ofTheMachine) {
      throw ofTheMachine;
    } catch (Throwable e) {
      // a stack that overflows too: every further attempt would read the same bytes
      return new AttemptResult.GivenUp("its body cannot be read back: " + FailureTranslator.describe(e));
    }
    Exchange exchange = createExchange(false);
    try {
      exchange.setPattern(ExchangePattern.InOnly);
      exchange.getIn().setBody(body);
      exchange.setVariable("notificationId", work.notificationId());
      exchange.setVariable("deliveryId", work.deliveryId());
      exchange.setVariable("entity", work.entity());
      exchange.setVariable("sequence", work.number());
      exchange.setVariable("attempt", work.attempt());
      exchange.setVariable("receivedAt", work.receivedAt());
      RouteRun run = RouteRun.begin(exchange, body, work, endpoint.services().sends());
      try {
        getProcessor().process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      return run.close(failure(exchange));
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private AttemptResult.Failed failure(Exchange exchange) {
    if (exchange.getException() != null) {
      return failures.of(exchange.getException());
    }
    return exchange.isRollbackOnly() ? new AttemptResult.Failed("the route marked it for rollback", null, false) : null;
  }
}
