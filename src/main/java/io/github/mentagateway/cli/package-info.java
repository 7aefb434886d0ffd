/**
 * The command line: what a person types, and what it prints. Talks to a running gateway only over its ports; starts one
 * only through the {@link io.github.mentagateway.cli.GatewayRunner} that it is given. Touches neither the store nor Camel.
 * Door: {@link io.github.mentagateway.cli.GatewayCommand}.
 */
package io.github.mentagateway.cli;
