/**
 * Letters: the deliveries that wait for a person, what a person decides about them, and what keeps a person from undoing by mistake what came
 * later.
 *
 * <p>Door: {@link io.github.mentagateway.store.letter.StoredLetters}, {@link io.github.mentagateway.store.letter.StoredDuplicates}.
 */
package io.github.mentagateway.store.letter;
