/**
 * The folder {@code lib/}: jars that a team brings along (JDBC drivers, Camel components), put on the class path before anything
 * else runs. Touches no class of the gateway and no log: neither is there yet.
 * Door: {@link io.github.mentagateway.lib.LibraryFolder}, named in the jar's manifest.
 */
package io.github.mentagateway.lib;
