package io.github.mentagateway.inbox;

import java.time.Duration;

/**
 * What the store must know of a channel to hand out its work in the right order.
 *
 * @param ordered one delivery per entity at a time, in the order of arrival
 * @param holdBehindDeadLetter later deliveries of an entity wait while one of it is a dead letter
 * @param probeInterval while the destination is down, at most one delivery is handed out in such a time, by all instances together
 */
public record ChannelRules(boolean ordered, boolean holdBehindDeadLetter, Duration probeInterval) {}
