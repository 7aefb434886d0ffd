/**
 * The folder {@code lib/}: jars that a team brings along (JDBC drivers, Camel components). {@link io.github.mentagateway.lib.LibraryFolder},
 * named in the jar's manifest, puts them on the class path before anything else runs, and touches no other class of the gateway and no log:
 * neither is there yet. {@link io.github.mentagateway.lib.Libraries} adds jars with what they need, by Maven.
 */
package io.github.mentagateway.lib;
