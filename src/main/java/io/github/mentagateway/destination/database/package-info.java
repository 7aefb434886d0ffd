/**
 * Databases of {@code gateway.database.*}, for the kamelets {@code database-update}, {@code database-query} and {@code database-call}: their
 * pools and whether they are up, the SQL of a parameter with its bound values, transactions, and what a refusal of theirs means.
 */
package io.github.mentagateway.destination.database;
