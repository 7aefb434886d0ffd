package io.github.mentagateway.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The result of a verified run, as data; {@link VerdictText} writes it for people.
 *
 * @param promises each with what broke it
 * @param notes what was seen and breaks no promise; notes with a count of 0 too
 * @param unrecognised the calls that the recorder did not recognise
 */
public record Verdict(List<Promise> promises, List<Note> notes, UnrecognisedCalls unrecognised) {

  /** Whether a promise held. */
  public enum Result { HELD, BROKEN, UNTESTED }

  /**
   * @param name for machines
   * @param text for people
   * @param count how many times it was broken
   * @param of how many times it was tested
   * @param examples at most five
   */
  public record Promise(String name, String text, long count, long of, List<Example> examples) {
    @JsonProperty
    public Result result() {
      return count > 0 ? Result.BROKEN : of == 0 ? Result.UNTESTED : Result.HELD;
    }
  }

  /** As {@link Promise}, but it counts what is no failure. */
  public record Note(String name, String text, long count, List<Example> examples) {}

  /**
   * @param message its number; null when it is about none
   * @param entity null when it has none
   * @param destination null when it is about none
   * @param seen what was seen, for people
   */
  public record Example(Integer message, String entity, String destination, String seen) {}

  @JsonProperty
  public boolean broken() {
    return promises.stream().anyMatch(promise -> promise.count > 0);
  }

  /** Something was acknowledged, and not a single call came: a setting is wrong, rather than a notification lost. */
  boolean isDeaf() {
    return promise("lost").count() > 0 && promise("delivered-twice").of() == 0 && note("foreign").count() == 0 && unrecognised.count() == 0;
  }

  /** Something was acknowledged and has not been delivered yet. */
  boolean misses() {
    return promise("lost").count() + promise("swallowed").count() > 0;
  }

  Verdict with(UnrecognisedCalls calls) {
    return new Verdict(promises, notes, calls);
  }

  /** @throws java.util.NoSuchElementException when no promise is called that */
  Promise promise(String name) {
    return promises.stream().filter(promise -> promise.name.equals(name)).findFirst().orElseThrow();
  }

  /** @throws java.util.NoSuchElementException when no note is called that */
  Note note(String name) {
    return notes.stream().filter(note -> note.name.equals(name)).findFirst().orElseThrow();
  }
}
