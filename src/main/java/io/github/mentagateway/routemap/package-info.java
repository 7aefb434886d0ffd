/**
 * The picture of what the route files say: what comes on the left, where it goes on the right. Owns what is drawn, and how it is drawn as
 * text, as Mermaid and as SVG. Reads the files as the check does, starts nothing, and shows what cannot be told from them as such.
 * Placeholders stay as they are written, so that no secret is ever in a picture.
 * Door: {@link io.github.mentagateway.routemap.RouteMap}.
 */
package io.github.mentagateway.routemap;
