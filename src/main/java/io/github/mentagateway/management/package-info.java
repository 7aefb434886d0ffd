/**
 * What operators and their tools see: the HTTP port of health, metrics and {@code /api}. Owns the access filter before it, the JSON of
 * {@code /api}, the health checks and the gauges of the store. Decides nothing about deliveries, which it asks the inbox for, and never
 * touches the database or the intake's port.
 *
 * <p>Doors: {@link io.github.mentagateway.management.ManagementServer}, and
 * {@link io.github.mentagateway.management.ManagementProperties} for Camel's own part of it.
 */
package io.github.mentagateway.management;
