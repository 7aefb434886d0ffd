/**
 * Databases of {@code gateway.database.*}, for the kamelets {@code database-update}, {@code database-query} and {@code database-call}: their pools, the SQL of a
 * parameter with its bound values, and what a refusal of theirs means.
 */
package io.github.mentagateway.destination.database;
