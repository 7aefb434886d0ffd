/**
 * The route and kamelet files: which they are, and what Camel would pass over in silence in them, or refuse without a place. Reads files
 * and changes nothing; Camel gets the very bytes that were looked at. Door: {@link io.github.mentagateway.routes.RouteFiles}.
 */
package io.github.mentagateway.routes;
