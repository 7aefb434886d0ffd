/**
 * What operators and their tools see: the HTTP port of health, metrics and {@code /api}. Owns the guard in front of it, the
 * JSON of {@code /api}, the health checks and the gauges of the store. Decides nothing about deliveries: it asks the inbox.
 * Door: {@link io.github.mentagateway.management.ManagementServer}, with
 * {@link io.github.mentagateway.management.ManagementProperties} for Camel's own part of it.
 */
package io.github.mentagateway.management;
