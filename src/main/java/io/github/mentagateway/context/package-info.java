/**
 * What each Camel context of ours has, whether it is the gateway's own or one that only tries routes out: the route files as they were
 * checked, the properties, the secrets, the settings of channels, and splits that stream. Owns no route and opens nothing.
 * Door: {@link io.github.mentagateway.context.ContextConfiguration}.
 */
package io.github.mentagateway.context;
