/**
 * Good starting files for authors: a destination with all that belongs to it, and a case. Owns their texts, and how a step is put into the
 * router as text, so that comments and layout stay. Writes new files, adds lines, and overwrites nothing.
 * Doors: {@link io.github.mentagateway.scaffold.NewDestination}, {@link io.github.mentagateway.scaffold.NewCase}.
 */
package io.github.mentagateway.scaffold;
