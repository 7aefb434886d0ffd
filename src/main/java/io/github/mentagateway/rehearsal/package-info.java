/**
 * Rehearses edited routes with notifications that really came: what they would do with them, beside what the routes that ran did. Owns the
 * comparison, its groups, and the hiding of personal data in what it shows. Changes nothing: the routes run in the {@code sandbox}, and the
 * store is only read.
 *
 * <p>Door: {@link io.github.mentagateway.rehearsal.Rehearsal}.
 */
package io.github.mentagateway.rehearsal;
