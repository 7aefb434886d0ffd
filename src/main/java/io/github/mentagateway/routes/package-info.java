/**
 * The route and kamelet files. Owns which files they are, and the checks for what Camel would ignore in silence, or refuse without naming a
 * place. Reads files and never changes one, and never touches a Camel context; Camel gets the very bytes that were checked.
 * Door: {@link io.github.mentagateway.routes.RouteFiles}.
 */
package io.github.mentagateway.routes;
