/**
 * Takes edited routes into use while the gateway runs. Owns which files are watched, which of them run, when an edit is refused, what a swap
 * touches, and the last good version on the disk. Judges no route itself: the check and the trial do. Never touches a notification: attempts
 * under way end before their route is exchanged, and arriving requests wait meanwhile.
 *
 * <p>Doors: {@link io.github.mentagateway.reload.RouteReload}, and {@link io.github.mentagateway.reload.StartRoutes} for the start.
 */
package io.github.mentagateway.reload;
