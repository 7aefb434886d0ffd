/**
 * What is wrong with route files, with the settings' names in them and with what they refer to, before anything runs. Owns the rules. Opens no
 * connection, starts no Camel context and needs no secret; the start of the gateway and the command {@code check} ask the same rules.
 * Doors: {@link io.github.mentagateway.check.RouteCheck}; and {@link io.github.mentagateway.check.RouteSet}, the files as routes, steps and
 * endpoints, for who reads them otherwise.
 */
package io.github.mentagateway.check;
