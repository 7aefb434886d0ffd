/**
 * The console at {@code /} of the management port: its files, and the figures of the last hour and day that it draws. Owns no data of the
 * gateway: the page asks {@code /api} for all that it shows, with the token of whoever looks. Never touches the store, the routes or Camel.
 *
 * <p>Doors: {@link io.github.mentagateway.console.ConsoleFiles} and {@link io.github.mentagateway.console.ActivitySeries}.
 */
package io.github.mentagateway.console;
