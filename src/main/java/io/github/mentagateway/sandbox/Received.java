package io.github.mentagateway.sandbox;

/**
 * The answer to a notification.
 *
 * @param id the notification's; of a duplicate that of the first one; null when it was refused
 * @param outcome {@code accepted}, {@code duplicate} or {@code quarantined}; {@code refused} when the intake's route did not take it
 * @param reason why it was quarantined or refused, else null
 */
public record Received(String id, String outcome, String reason) {}
