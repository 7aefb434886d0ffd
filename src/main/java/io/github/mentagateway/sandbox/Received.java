package io.github.mentagateway.sandbox;

/**
 * The answer to a notification.
 *
 * @param outcome {@code accepted}, {@code duplicate} or {@code quarantined}; {@code refused} when the intake's route did not take it
 * @param reason why it was quarantined or refused, else null
 */
public record Received(String outcome, String reason) {}
