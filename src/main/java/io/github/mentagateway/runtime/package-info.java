/**
 * Puts the gateway together and runs it: opens the inbox, starts Camel with the routes, and takes everything down again in the right
 * order. The only package that knows all the others. Door: {@link io.github.mentagateway.runtime.GatewayRuntime}.
 */
package io.github.mentagateway.runtime;
