/**
 * The command line. Owns the commands that a person types, their options, and what they print. Talks to a running gateway only over its
 * ports, and starts one only through the {@link io.github.mentagateway.cli.GatewayRunner} that it is given. Never touches the store or
 * Camel.
 *
 * <p>Door: {@link io.github.mentagateway.cli.GatewayCommand}.
 */
package io.github.mentagateway.cli;
