/**
 * The building blocks {@code jms-send} and {@code kafka-send}: one message with a stable id and the entity as its group or key. Their components
 * and clients come in {@code lib/}, so that nothing here names a class of theirs.
 */
package io.github.mentagateway.destination.queue;
