package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;
import java.time.Duration;
import java.util.function.Function;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A durable channel, or one of the two reserved names. Its setters are the URI's parameters; the settings give their defaults. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "durable", title = "Durable", syntax = "durable:name", category = Category.MESSAGING)
public final class DurableEndpoint extends DefaultEndpoint {
  @UriPath(description = "The channel: small letters, digits and -") @Metadata(required = true)
  private final String name;
  @UriParam(label = "consumer", defaultValue = "8", description = "How many deliveries are under way at once, per instance")
  private Integer concurrency;
  @UriParam(label = "consumer", defaultValue = "50", description = "After how many attempts a delivery is a dead letter")
  private Integer maxAttempts;
  @UriParam(label = "consumer", defaultValue = "5s", javaType = "java.time.Duration",
      description = "How long to wait after the first failure")
  private Duration initialDelay;
  @UriParam(label = "consumer", defaultValue = "8m", javaType = "java.time.Duration", description = "How long to wait at most")
  private Duration maxDelay;
  @UriParam(label = "consumer", defaultValue = "2", description = "By what each wait is longer than the one before")
  private Double multiplier;
  @UriParam(label = "consumer", defaultValue = "0.2", description = "The part of a wait that is left to chance, from 0 to 1")
  private Double jitter;
  @UriParam(label = "consumer", defaultValue = "60s", javaType = "java.time.Duration", description = "How long one attempt may take")
  private Duration timeout;
  @UriParam(label = "consumer", defaultValue = "true", description = "Whether deliveries of one entity keep their order")
  private Boolean ordered;
  @UriParam(label = "consumer", defaultValue = "continue", enums = "continue,hold",
      description = "Whether later deliveries of the entity pass a dead letter")
  private String onDeadLetter;
  @UriParam(label = "consumer", defaultValue = "10s", javaType = "java.time.Duration",
      description = "How often a destination that is down gets a delivery")
  private Duration probeInterval;
  @UriParam(label = "consumer", defaultValue = "always", description = "The hours in which deliveries are attempted, with a time zone, such as"
      + " MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid; outside of them they wait. always: at any time.")
  private String window;
  @UriParam(label = "consumer", defaultValue = "unlimited", description = "How many attempts begin at most in a time, evenly spread, in all instances"
      + " together, such as 5/s, 300/m or 10/30s")
  private String rate;
  @UriParam(label = "consumer", defaultValue = "true", description = "Whether fewer attempts than concurrency are under way while the destination is"
      + " slower than usual, or has just come back")
  private Boolean adaptiveConcurrency;
  @UriParam(label = "producer", description = "What it is about, instead of the notification's own entity. A Simple expression.")
  private String entity;
  @UriParam(label = "producer", description = "What tells this send from others of the same run to this channel, such as a ticket's id."
      + " A Simple expression.")
  private String key;
  @UriParam(label = "producer", description = "Why, for dead-letters and quarantine. A Simple expression.")
  private String reason;

  DurableEndpoint(String uri, DurableComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  DurableServices services() {
    return ((DurableComponent) getComponent()).services();
  }

  @Override
  public Producer createProducer() {
    boolean reserved = isReserved();
    demand(reserved || reason == null, "'reason' belongs to durable:dead-letters and durable:quarantine only");
    demand(!reserved || entity == null && key == null, "'entity' and 'key' have no meaning there");
    return switch (name) {
      case DurableComponent.DEAD_LETTERS -> new DeadLetterProducer(this);
      case DurableComponent.QUARANTINE -> new QuarantineProducer(this);
      default -> new ChannelProducer(this);
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    demand(!isReserved(), "the name is reserved: what is there waits for a person, not for a route");
    demand(entity == null && key == null && reason == null, "'entity', 'key' and 'reason' are parameters of a send, not of a route that reads");
    DurableConsumer consumer = new DurableConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** The options of the URI, with the settings' defaults for the others. */
  ChannelOptions options() {
    ChannelOptions defaults = services().defaults();
    ChannelOptions options = new ChannelOptions(
        or(concurrency, defaults.concurrency()),
        or(maxAttempts, defaults.maxAttempts()),
        or(initialDelay, defaults.initialDelay()),
        or(maxDelay, defaults.maxDelay()),
        or(multiplier, defaults.multiplier()),
        or(jitter, defaults.jitter()),
        or(timeout, defaults.timeout()),
        new ChannelRules(or(ordered, defaults.rules().ordered()),
            onDeadLetter == null ? defaults.rules().holdBehindDeadLetter() : onDeadLetter.equals("hold"),
            or(probeInterval, defaults.rules().probeInterval())),
        parsed("window", window, Window::parse, isRouter() ? Window.ALWAYS : defaults.window()),
        parsed("rate", rate, Rate::parse, isRouter() ? Rate.UNLIMITED : defaults.rate()),
        or(adaptiveConcurrency, !isRouter() && defaults.adaptive()));
    demand(onDeadLetter == null || onDeadLetter.equals("hold") || onDeadLetter.equals("continue"),
        "onDeadLetter is '" + onDeadLetter + "': it must be continue or hold");
    demand(options.concurrency() > 0 && options.maxAttempts() > 0, "concurrency and maxAttempts must be above 0");
    demand(!options.initialDelay().isNegative() && !options.maxDelay().isNegative(), "initialDelay and maxDelay must not be negative");
    demand(options.multiplier() >= 1, "multiplier must be at least 1");
    demand(options.jitter() >= 0 && options.jitter() <= 1, "jitter must be between 0 and 1");
    demand(isAboveZero(options.timeout()), "timeout must be above 0");
    demand(isAboveZero(options.rules().probeInterval()), "probeInterval must be above 0");
    return options;
  }

  /** Defaults are for destinations: a router that rests at night, or is slow, would keep from all of them what they could have. */
  private boolean isRouter() {
    return name.equals(DurableComponent.NOTIFICATIONS);
  }

  private <T> T parsed(String parameter, String text, Function<String, T> parser, T byDefault) {
    try {
      return text == null ? byDefault : parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("durable:" + name + ": " + parameter + " is '" + text + "': it " + e.getMessage(), e);
    }
  }

  /** The parameter's expression; null when the URI has no such parameter. */
  Expression expression(String text) {
    return text == null ? null : getCamelContext().resolveLanguage("simple").createExpression(text);
  }

  boolean isReserved() {
    return name.equals(DurableComponent.DEAD_LETTERS) || name.equals(DurableComponent.QUARANTINE);
  }

  private void demand(boolean held, String rule) {
    if (!held) {
      throw new IllegalArgumentException("durable:" + name + ": " + rule);
    }
  }

  private static boolean isAboveZero(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  public String getName() {
    return name;
  }

  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  public void setMaxAttempts(Integer maxAttempts) {
    this.maxAttempts = maxAttempts;
  }

  public void setInitialDelay(Duration initialDelay) {
    this.initialDelay = initialDelay;
  }

  public void setMaxDelay(Duration maxDelay) {
    this.maxDelay = maxDelay;
  }

  public void setMultiplier(Double multiplier) {
    this.multiplier = multiplier;
  }

  public void setJitter(Double jitter) {
    this.jitter = jitter;
  }

  public void setTimeout(Duration timeout) {
    this.timeout = timeout;
  }

  public void setOrdered(Boolean ordered) {
    this.ordered = ordered;
  }

  public void setOnDeadLetter(String onDeadLetter) {
    this.onDeadLetter = onDeadLetter;
  }

  public void setProbeInterval(Duration probeInterval) {
    this.probeInterval = probeInterval;
  }

  public void setWindow(String window) {
    this.window = window;
  }

  public void setRate(String rate) {
    this.rate = rate;
  }

  public void setAdaptiveConcurrency(Boolean adaptiveConcurrency) {
    this.adaptiveConcurrency = adaptiveConcurrency;
  }

  public String getEntity() {
    return entity;
  }

  public void setEntity(String entity) {
    this.entity = entity;
  }

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }
}
