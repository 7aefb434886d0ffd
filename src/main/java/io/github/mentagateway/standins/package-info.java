/**
 * Stand-ins for the legacy systems, for people who try the gateway out: a demo database, a REST API and a mail server, all on
 * this machine only, that show what arrived. Each runs only while a setting or a route leads to it, and {@code gateway.stand-ins=false}
 * leaves them all out. Never writes outside {@code data/stand-ins}, where the oldest makes room, and never to a database that is not the
 * demo's own.
 *
 * <p>Door: {@link io.github.mentagateway.standins.StandIns}.
 */
package io.github.mentagateway.standins;
