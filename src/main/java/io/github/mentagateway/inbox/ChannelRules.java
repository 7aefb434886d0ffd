package io.github.mentagateway.inbox;

/**
 * What the store must know of a channel to hand out its work in the right order.
 *
 * @param ordered one delivery per entity at a time, in the order of arrival
 * @param holdBehindDeadLetter later deliveries of an entity wait while one of it is a dead letter
 */
public record ChannelRules(boolean ordered, boolean holdBehindDeadLetter) {}
