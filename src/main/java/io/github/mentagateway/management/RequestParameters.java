package io.github.mentagateway.management;

import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.privacy.Masks;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads and checks the parameters of a request to {@code /api}. A value that breaks its rule is answered 400 with the rule. */
final class RequestParameters {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 500;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_ACTION = 200;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_TEXT = 300;
  /** A masked and escaped reason may be longer than what was typed. */
  private static final int LONGEST_KEPT = 1000;
  /** The form STORE-NUMBER~REPLAY.CHANNEL.PART, with the greatest length that each part can have. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,249}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DESTINATION = Pattern.compile("[a-z][a-z0-9-]{0,99}");

  /** Those of {@link #deliveries()}, but for the destination. */
  static final List<String> FILTER = List.of("action", "entity", "error", "since", "until");

  private final RoutingContext request;

  /**
   * @param known the parameters that there are
   * @throws ProblemException 400 for any other: a misspelt filter that is left out would find, or decide about, too much
   */
  RequestParameters(RoutingContext request, String... known) {
    this(request, List.of(known));
  }

  /** With those of {@link #FILTER} too. */
  static RequestParameters withFilter(RoutingContext request, String... known) {
    return new RequestParameters(request, Stream.concat(FILTER.stream(), Stream.of(known)).toList());
  }

  private RequestParameters(RoutingContext request, List<String> known) {
    this.request = request;
    for (String name : request.queryParams().names()) {
      if (!known.contains(name)) {
        throw new ProblemException(400, "there is no parameter '" + Masks.oneLine(Masks.maskAddresses(name), LONGEST_NAME) + "' here: "
            + (known.isEmpty() ? "there is none" : "there are " + String.join(", ", known)));
      }
      if (request.queryParams().getAll(name).size() > 1) {
        throw new ProblemException(400, name + " is given more than once");
      }
    }
  }

  /** For a question that has no parameters. @throws ProblemException 400 for any */
  static void refuseAny(RoutingContext request) {
    new RequestParameters(request);
  }

  /** Who asks. */
  Caller caller() {
    return Caller.of(request);
  }

  /** An id of another form is none of ours: it is answered 404 like any unknown one, and neither looked up nor repeated. */
  String id() {
    String id = request.pathParam("id");
    if (id == null || !ID.matcher(id).matches()) {
      throw new ProblemException(404, "there is no delivery with such an id");
    }
    return id;
  }

  /** As {@link #id}, of what has a number. @param what it is called */
  long pathNumber(String what) {
    String number = request.pathParam("number");
    if (number == null || !NUMBER.matcher(number).matches()) {
      throw new ProblemException(404, "there is no " + what + " with such a number");
    }
    return Long.parseLong(number);
  }

  /** As {@link #id}; the form is that of a channel's name. */
  String destination() {
    return checkedDestination(request.pathParam("name"));
  }

  /** As {@link #destination()}, in a parameter. */
  String destination(String parameter) {
    String name = value(parameter, "");
    if (name.isEmpty()) {
      throw new ProblemException(400, parameter + " must name a destination");
    }
    return checkedDestination(name);
  }

  /** As {@link #destination(String)}, of what is moved there, or from there. */
  static String movable(String name) {
    if (name.equals(DurableComponent.NOTIFICATIONS)) {
      throw new ProblemException(409, name + " is the router, and no destination: what waits there has not been routed yet, and would come to no other"
          + " destination; what a route has made cannot be routed. Name a destination");
    }
    return name;
  }

  private static String checkedDestination(String name) {
    if (name == null || !DESTINATION.matcher(name).matches()) {
      throw new ProblemException(404, "there is no destination with such a name: one begins with a small letter and holds only small"
          + " letters, digits and '-', at most 100 of them");
    }
    return name;
  }

  int limit() {
    return (int) number("limit", USUAL_PAGE, LARGEST_PAGE);
  }

  long before() {
    return number("before", Long.MAX_VALUE, Long.MAX_VALUE);
  }

  boolean isFirstPage() {
    return value("before", "").isEmpty();
  }

  /** Null when any is meant. */
  String action() {
    return given("action", LONGEST_ACTION);
  }

  /** Null when it is not given. */
  String text(String name) {
    return given(name, LONGEST_TEXT);
  }

  /** @throws ProblemException 400 for an empty one: whoever filters with it would decide about all; and for a longer one */
  private String given(String name, int longest) {
    String text = request.queryParams().get(name);
    if (text != null && text.isBlank()) {
      throw new ProblemException(400, name + " is given and empty: leave it out, or say which");
    }
    if (text != null && text.length() > longest) {
      throw new ProblemException(400, name + " must have at most " + longest + " characters");
    }
    return text;
  }

  /** Null when it is not given. */
  String oneOf(String name, Set<String> values) {
    String text = text(name);
    if (text != null && !values.contains(text)) {
      throw new ProblemException(400, name + " must be one of " + String.join(", ", new TreeSet<>(values)));
    }
    return text;
  }

  /** Which deliveries are meant, in whatever state. */
  DeliveryFilter deliveries() {
    return new DeliveryFilter(text("destination"), null, action(), text("entity"), text("error"), time("since"), time("until"));
  }

  /** Null when it is not given. */
  Instant time(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ProblemException(400, name + " must be a time such as 2026-11-29T14:05:00Z");
    }
  }

  /** Where the step before has ended; 0 for the first. */
  long after() {
    return value("after", "").isEmpty() ? 0 : number("after", 1, Long.MAX_VALUE);
  }

  /** The reason of a person's decision, on one line and without addresses, like every reason that is kept. */
  String reason() {
    String text = value("reason", "").strip();
    if (text.isEmpty() || text.length() > LONGEST_REASON) {
      throw new ProblemException(400, "reason must say why, in 1 to " + LONGEST_REASON + " characters");
    }
    return masked(text);
  }

  /** As {@link #reason}, where none is demanded; null when it is not given. */
  String reasonIfAny() {
    return value("reason", "").isBlank() ? null : reason();
  }

  private static String masked(String text) {
    return Masks.oneLine(Masks.maskAddresses(text), LONGEST_KEPT);
  }

  boolean flag(String name) {
    String text = value(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new ProblemException(400, name + " must be true or false");
    }
    return text.equals("true");
  }

  private long number(String name, long otherwise, long most) {
    try {
      long number = Long.parseLong(value(name, String.valueOf(otherwise)));
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the error below states the rule
    }
    throw new ProblemException(400, name + " must be a whole number between 1 and " + most);
  }

  private String value(String name, String otherwise) {
    String text = request.queryParams().get(name);
    return text == null ? otherwise : text;
  }
}
