/**
 * Puts the gateway together and runs it: opens the inbox, starts Camel with the routes, and closes everything again in the right order.
 * Owns that order, the retention job and the monotonic clock. The only package that knows all the others; nothing but the program knows it,
 * and it never touches a notification. Door: {@link io.github.mentagateway.runtime.GatewayRuntime}.
 */
package io.github.mentagateway.runtime;
