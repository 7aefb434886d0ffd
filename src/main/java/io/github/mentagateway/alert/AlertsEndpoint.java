package io.github.mentagateway.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** What a route reads that tells people of troubles. Its setters are the URI's parameters. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "alerts", title = "Alerts", syntax = "alerts:name", consumerOnly = true,
    category = Category.MONITORING)
public final class AlertsEndpoint extends DefaultEndpoint {
  @UriPath(description = "What was told is kept under this name: small letters, digits and -") @Metadata(required = true)
  private final String name;
  @UriParam(name = "for", label = "consumer", defaultValue = "1m", javaType = "java.time.Duration",
      description = "For how long a trouble must last until it is told, and be gone until its end is")
  private Duration lasting = Duration.ofMinutes(1);
  @UriParam(label = "consumer", defaultValue = "15s", javaType = "java.time.Duration", description = "How often to look; a failed alert is tried"
      + " again after so long, then after twice as long, up to 8m")
  private Duration interval = Duration.ofSeconds(15);
  @UriParam(label = "consumer", description = "The keys of the troubles that are told, comma-separated, * for any characters, such as"
      + " down:*,inbox. Empty: all.")
  private String only = "";
  @UriParam(label = "consumer", description = "The keys of the troubles that are not told, in the same form, such as paused:*")
  private String except = "";
  @UriParam(label = "consumer", description = "Whom the route tells, for a route that may have nobody to tell, such as {{alerts.to:}}. While it is there"
      + " and empty, nothing is told or counts as told. Not there: somebody is told.")
  private String to;

  AlertsEndpoint(String uri, AlertsComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  AlertServices services() {
    return ((AlertsComponent) getComponent()).services();
  }

  @Override
  public Producer createProducer() {
    throw new IllegalArgumentException("alerts:" + name + ": a route reads alerts, and none can be sent there");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    demand(!lasting.isNegative(), "'for' must not be negative");
    demand(interval.compareTo(Duration.ofMillis(100)) >= 0, "'interval' must be at least 100ms");
    AlertsConsumer consumer = new AlertsConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  private void demand(boolean held, String rule) {
    if (!held) {
      throw new IllegalArgumentException("alerts:" + name + ": " + rule);
    }
  }

  boolean isForNobody() {
    return to != null && to.isBlank();
  }

  /** Whether the trouble with this key is told. */
  Predicate<String> keys() {
    Predicate<String> wanted = only.isBlank() ? key -> true : matching(only);
    return wanted.and(matching(except).negate());
  }

  private static Predicate<String> matching(String patterns) {
    return Pattern.compile(Arrays.stream(patterns.split(",")).map(String::strip).filter(one -> !one.isEmpty())
        .map(one -> Pattern.quote(one).replace("*", "\\E.*\\Q")).collect(Collectors.joining("|", "(?:", ")"))).asMatchPredicate();
  }

  public String getName() {
    return name;
  }

  public Duration getFor() {
    return lasting;
  }

  public void setFor(Duration duration) {
    lasting = duration;
  }

  public Duration getInterval() {
    return interval;
  }

  public void setInterval(Duration duration) {
    interval = duration;
  }

  public void setOnly(String patterns) {
    only = patterns;
  }

  public String getTo() {
    return to;
  }

  public void setTo(String whom) {
    to = whom;
  }

  public void setExcept(String patterns) {
    except = patterns;
  }
}
