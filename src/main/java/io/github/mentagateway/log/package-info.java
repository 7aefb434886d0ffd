/**
 * The form of the log: one JSON object a line instead of text, by {@code gateway.log.format}; and how often a line is told that anybody can
 * cause. What is told, and what is masked in it, is the business of whoever tells it.
 */
package io.github.mentagateway.log;
