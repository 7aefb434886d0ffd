package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.privacy.Masks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what a person does before it is carried out, and afterwards how it ended. Where it cannot be recorded it is not carried out. What ends in a
 * failure of ours stays as begun, since nobody knows what of it was done.
 */
final class ActRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ActRecorder.class);

  private static final int LONGEST_FILTER = 300;

  private final Acts acts;

  ActRecorder(Acts acts) {
    this.acts = acts;
  }

  /** An act about one thing. @param about its id or name */
  static Act act(Caller caller, What what, String about, String why) {
    return new Act(caller.name(), what, about, List.of(about), why);
  }

  /** Those that a filter wants, for {@link Act#about()}. */
  static String described(DeliveryFilter filter) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("destination", filter.destination());
    wanted.put("action", filter.action());
    wanted.put("entity", filter.entity());
    wanted.put("error", filter.error());
    wanted.put("since", filter.since());
    wanted.put("until", filter.until());
    wanted.values().removeIf(Objects::isNull);
    return wanted.entrySet().stream().map(one -> " " + one.getKey() + "='" + Masks.oneLine(Masks.maskAddresses(one.getValue().toString()), LONGEST_FILTER)
        + "'").collect(Collectors.joining());
  }

  <T> T carryOut(Act act, Supplier<T> decision, Function<T, Ending> ending) {
    return carryOut(act, 0, decision, ending);
  }

  /** @param after where this step of it goes on; 0 with the first */
  <T> T carryOut(Act act, long after, Supplier<T> decision, Function<T, Ending> ending) {
    long number = acts.begin(act, after);
    T result;
    try {
      result = decision.get();
    } catch (RefusedException | ProblemException e) {
      end(number, Ending.refused(LetterJson.errorText(e.getMessage(), false)));
      throw e;
    }
    end(number, ending.apply(result));
    return result;
  }

  /** Before what the request asks for is shown, if that is unmasked. */
  void looks(RequestParameters asked) {
    if (asked.flag("reveal")) {
      acts.end(acts.begin(act(asked.caller(), What.REVEAL, asked.id(), null), 0), Ending.done(null));
      LOG.info("revealed id={} by={}", asked.id(), asked.caller().name());
    }
  }

  /** It was carried out, or refused, and whoever asked is told that whatever becomes of the note. */
  private void end(long number, Ending ending) {
    try {
      acts.end(number, ending);
    } catch (InboxUnavailableException e) {
      LOG.warn("event=act_end_not_noted act={} outcome={} error={}", number, ending.outcome(), e.getMessage());
    }
  }
}
