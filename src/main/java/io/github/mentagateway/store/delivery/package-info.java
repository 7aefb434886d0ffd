/**
 * Deliveries: one notification for one channel each, in the order of its line. A line is one channel and one entity; its first delivery has a
 * time at which it is due, those behind it have none, and whoever ends or gives back the first one gives the next its time, in the same
 * transaction.
 *
 * <p>{@code Deliveries} writes them; {@code Claims} takes for this process what is due, and {@code ReadyDeliveries} gives it to whoever asks;
 * {@code Settle} ends an attempt; {@code Instances} says which processes are there, and takes over what one has left behind.
 */
package io.github.mentagateway.store.delivery;
