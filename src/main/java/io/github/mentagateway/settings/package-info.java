/**
 * What an operator may set: every {@code gateway.*} property, read from the file, the environment and the defaults, and checked as a whole
 * before anything starts. Owns parsing, the rules, the error sentences and the secrets. Never opens a port, a database or a Camel context.
 * Door: {@link io.github.mentagateway.settings.Settings}.
 */
package io.github.mentagateway.settings;
