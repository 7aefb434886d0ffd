package io.github.mentagateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateTextTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "the API answered 422: ⟦Ana Paz is unknown⟧|the API answered 422: ***",
      "no part|no part",
      "nothing: ⟦⟧ said|nothing:  said",
      "⟦all of it⟧|***",
      "⟦one⟧ (⟦two⟧)|***)",
      "closed ⟦early⟧ Ana Paz⟧ later|closed *** later",
      "cut ⟦Ana P...|cut ***",
      "cut ⟦|cut ***",
      "cut ⟦⟧ Ana P...|cut ***",
      "cut ⟦a⟧ Ana P…|cut ***",
      "end ⟧ first ⟦Ana Paz|end ⟧ first ***"})
  void what_is_between_the_marks_is_hidden(String text, String hidden) {
    assertThat(PrivateText.hide(text)).isEqualTo(hidden);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "failed: ⟦Ana Paz lives at the end of a long road⟧ (given up)|failed: ⟦Ana Paz lives at the end...⟧ (given up)",
      "failed: ⟦⟧ Ana Paz lives at the end of a long road⟧|failed: ⟦ Ana Paz lives at the end of a long...⟧",
      "failed: ⟦⟧ Ana ⟦Paz⟧ (given up)|failed: ⟦ Ana Paz⟧ (given up)",
      "failed: ⟦Ana|failed: ⟦Ana⟧",
      "the words before it are very long too ⟦Ana Paz⟧|the words before it a...⟦Ana Paz⟧",
      "short ⟦Ana⟧|short ⟦Ana⟧",
      "none of this is private, and it is too long to be told whole|none of this is private, and it is too long t...",
      "⟦⟧|⟦⟧"})
  void what_is_cut_is_the_private_part_and_it_stays_closed(String text, String kept) {
    assertThat(PrivateText.oneLine(text, 48)).isEqualTo(kept);
    assertThat(PrivateText.oneLine(kept, 48)).isEqualTo(kept);
    assertThat(PrivateText.oneLine(null, 48)).isNull();
  }

  @Test
  void what_is_revealed_has_no_marks() {
    assertThat(PrivateText.reveal("the API answered 422: ⟦Ana Paz⟧")).isEqualTo("the API answered 422: Ana Paz");
  }

  @Test
  void what_is_marked_is_hidden_whatever_it_holds_and_nothing_needs_no_marks() {
    assertThat(PrivateText.hide("a " + PrivateText.mark("⟧ Ana ⟦ Paz ⟧"))).isEqualTo("a ***");
    assertThat(PrivateText.mark("")).isEmpty();
    assertThat(PrivateText.mark(null)).isEmpty();
    assertThat(PrivateText.hide(null)).isNull();
    assertThat(PrivateText.reveal(null)).isNull();
  }
}
