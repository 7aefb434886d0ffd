/**
 * Letters: the deliveries that wait for a person, what a person decides about them and about what waits in a channel that no route reads,
 * and what keeps a person from undoing by mistake what came later.
 *
 * <p>Door: {@link io.github.mentagateway.store.letter.StoredLetters}, {@link io.github.mentagateway.store.letter.StoredDuplicates},
 * {@link io.github.mentagateway.store.letter.StoredBacklogs}.
 */
package io.github.mentagateway.store.letter;
