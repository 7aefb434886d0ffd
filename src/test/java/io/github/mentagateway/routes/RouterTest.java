package io.github.mentagateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Comparison;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped {@code routes/router.camel.yaml}: which action goes to which destinations, and what is said of the others. */
class RouterTest extends CamelMainTestSupport {
  private static final String ENTRY = "direct:notifications";

  @Override
  protected void configure(MainConfigurationProperties configuration) {
    configuration.withRoutesIncludePattern("file:routes/router.camel.yaml");
  }

  /** The real component, so that real parameters are checked; nothing is sent, because every send is caught by a mock. */
  @Override
  protected void bindToRegistry(Registry registry) {
    ChannelOptions defaults = new ChannelOptions(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0, Duration.ofSeconds(1),
        new ChannelRules(true, false, Duration.ofSeconds(10)));
    DeliveryServices delivery =
        new DeliveryServices(null, Clock.systemUTC(), null, () -> 0.5, new SimpleMeterRegistry(), text -> text);
    registry.bind("durable", new DurableComponent(new DurableServices(null, delivery, EnvelopeMapper.create(), new EntityResolver(Map.of()),
        new Comparisons(Map.of("ticket.updated", Comparison.Policy.NEWEST), Optional.empty(), new byte[32]),
        defaults, new SendLimits(20_000, 16 << 20), false, Duration.ofSeconds(1), Dispatcher::new)));
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    configuration.withMockEndpointsAndSkip("durable:*");
    configuration.replaceRouteFromWith("router", ENTRY);
  }

  @BeforeEach
  void forget() {
    MockEndpoint.resetMocks(context);
  }

  @ParameterizedTest
  @CsvSource({
      "ticket.updated, ticket-ownership fulfilment owner-mail",
      "event.unlock, unlocked-show",
      "listing.created, platform-events",
      "listing.updated, platform-events",
      "listing.deleted, platform-events",
      "notifyMe.created.updated, platform-events",
      "payouts.delivered, platform-events",
      "product.deactivated, quarantine",
      "ticket.updated.twice, quarantine"})
  void an_action_goes_to_its_destinations_and_nowhere_else(String action, String channels) throws Exception {
    send(action);

    assertThat(channelsReached()).isEqualTo(new TreeSet<>(List.of(channels.split(" "))));
  }

  @Test
  void the_quarantine_is_told_which_action_no_route_takes() {
    Set<String> reasons = context.getEndpoints().stream().map(Endpoint::getEndpointUri)
        .filter(uri -> uri.startsWith("durable:") && uri.contains("quarantine")).collect(Collectors.toSet());

    assertThat(reasons).singleElement().asString().contains("body.action").contains("reason=");
  }

  @Test
  void every_branch_says_what_it_is_for() {
    RouteDefinition router = ((ModelCamelContext) context).getRouteDefinition("router");

    assertThat(router.getDescriptionText()).isNotBlank();
    assertThat(org.apache.camel.model.ProcessorDefinitionHelper.filterTypeInOutputs(router.getOutputs(), ToDefinition.class))
        .isNotEmpty().allSatisfy(send -> {
          assertThat(send.getId()).as(send.getUri()).isNotBlank();
          assertThat(send.getDescriptionText()).as(send.getUri()).isNotBlank();
        });
  }

  private void send(String action) throws Exception {
    template.sendBody(ENTRY, new EnvelopeReader(EnvelopeMapper.create())
        .read(("{\"action\":\"" + action + "\",\"data\":{\"id\":\"1\"}}").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private Set<String> channelsReached() {
    return context.getEndpoints().stream()
        .filter(endpoint -> endpoint instanceof MockEndpoint mock && mock.getReceivedCounter() > 0)
        .map(endpoint -> endpoint.getEndpointUri().replaceFirst("^mock:/*durable:", "").replaceFirst("\\?.*", ""))
        .map(name -> name.replaceFirst("^/+", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
