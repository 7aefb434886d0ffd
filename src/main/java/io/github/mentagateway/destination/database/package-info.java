/**
 * Databases of {@code gateway.database.*}: their pools, the SQL of a parameter with its bound values, and what a refusal of theirs means, for the
 * kamelets {@code database-update} and {@code database-query}.
 */
package io.github.mentagateway.destination.database;
