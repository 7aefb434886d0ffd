package io.github.mentagateway.sandbox;

/**
 * An answer, and to which calls of a destination it is given.
 *
 * @param step the id of the route's step that calls; null for any
 * @param times to how many calls, one after the other; {@link Integer#MAX_VALUE} for all
 */
public record ScriptedAnswer(Answer answer, String step, int times) {}
