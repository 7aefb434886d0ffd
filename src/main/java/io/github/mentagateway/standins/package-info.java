/**
 * Stand-ins for the legacy systems, for people who try the gateway out. Owns a demo database, a REST API and a mail server, all on this
 * machine only, which show what arrived. Each one runs only when a setting or a route leads to it, and {@code gateway.stand-ins=false}
 * leaves all of them out. Never writes outside {@code data/stand-ins}, where the oldest files are removed, and never touches a database
 * that is not the demo's own.
 *
 * <p>Door: {@link io.github.mentagateway.standins.StandIns}.
 */
package io.github.mentagateway.standins;
