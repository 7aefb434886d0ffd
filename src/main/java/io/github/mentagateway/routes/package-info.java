/**
 * The route and kamelet files, and the texts that routes name. Owns which files they are, their YAML trees with the place of every part, and
 * what is wrong with a file by itself. Reads files and never changes one, and knows nothing of Camel; Camel gets the very bytes that were checked.
 * Door: {@link io.github.mentagateway.routes.RouteFiles}.
 */
package io.github.mentagateway.routes;
