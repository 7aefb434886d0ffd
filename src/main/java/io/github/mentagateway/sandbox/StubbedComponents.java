package io.github.mentagateway.sandbox;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.util.URISupport;

/** Every component that leads out of the process, and has no stand-in of its own, asks {@link Systems} in place of its system. */
final class StubbedComponents implements ComponentResolver {
  /** Those that stay inside the process, as they are. Whatever is not named here is not let out. */
  private static final Set<String> INSIDE = Set.of("bean", "class", "controlbus", "dataformat", "dataset", "direct", "kamelet",
      "language", "log", "mock", "platform-http", "ref", "scheduler", "seda", "stub", "timer", "validator", "xslt");

  private final ComponentResolver camels;
  private final Systems systems;

  StubbedComponents(ComponentResolver camels, Systems systems) {
    this.camels = camels;
    this.systems = systems;
  }

  /** Whether a route that reads this scheme may run: its messages come from another route, and from no system. */
  static boolean isFedByRoutes(String scheme) {
    return Set.of("durable", "direct", "kamelet", "seda", "platform-http").contains(scheme);
  }

  /** Camel takes what is bound under a scheme's name before it asks here: what authors bind as a bean is exchanged before a route starts. */
  LifecycleStrategy inPlaceOfBeans(Map<String, Component> ours) {
    return new LifecycleStrategySupport() {
      @Override
      public void onContextInitializing(CamelContext context) {
        context.getRegistry().findByTypeWithName(Component.class).forEach((name, bean) -> {
          if (ours.get(name) != bean) {
            context.removeComponent(name);
            context.addComponent(name, ours.containsKey(name) ? ours.get(name) : new StubbedComponent(systems));
          }
        });
      }
    };
  }

  @Override
  public Component resolveComponent(String scheme, CamelContext context) throws Exception {
    return INSIDE.contains(scheme) ? camels.resolveComponent(scheme, context) : new StubbedComponent(systems);
  }

  private static final class StubbedComponent extends DefaultComponent {
    private final Systems systems;

    StubbedComponent(Systems systems) {
      this.systems = systems;
      // Camel would ask the stub, by what is known of the scheme, for properties that only the real component has
      setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
      parameters.clear();
      return new StubbedEndpoint(uri, this, systems);
    }
  }

  private static final class StubbedEndpoint extends DefaultEndpoint {
    private final Systems systems;

    StubbedEndpoint(String uri, Component component, Systems systems) {
      super(uri, component);
      this.systems = systems;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) throws Exception {
          send(exchange);
        }
      };
    }

    private void send(Exchange exchange) throws Exception {
      Map<String, Object> headers = new TreeMap<>();
      exchange.getMessage().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("endpoint", URISupport.sanitizeUri(getEndpointUri()));
      named(fields, "file", headers.get(Exchange.FILE_NAME));
      named(fields, "key", headers.getOrDefault("kafka.KEY", headers.get("JMSXGroupID")));
      fields.put("headers", headers);
      String body = exchange.getMessage().getBody(String.class);
      fields.put("body", Body.read((body == null ? "" : body).getBytes(StandardCharsets.UTF_8)));
      Answer answer = systems.called(fields, Answer.Failure.class::isInstance);
      if (answer == Answer.Failure.REFUSED) {
        throw new ConnectException("Connection refused");
      } else if (answer == Answer.Failure.TIMEOUT) {
        throw new SocketTimeoutException("Read timed out");
      }
    }

    /** What an author looks for first, whatever its header is called. */
    private static void named(Map<String, Object> fields, String name, Object value) {
      if (value != null) {
        fields.put(name, value);
      }
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }

    /** Nothing is there to be fetched. */
    @Override
    public PollingConsumer createPollingConsumer() {
      return new PollingConsumerSupport(this) {
        @Override
        public Exchange receive() {
          return null;
        }

        @Override
        public Exchange receiveNoWait() {
          return null;
        }

        @Override
        public Exchange receive(long timeout) {
          return null;
        }
      };
    }

    @Override
    public boolean isLenientProperties() {
      return true;
    }
  }
}
