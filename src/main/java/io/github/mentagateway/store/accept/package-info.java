/**
 * Accepting: taking a notification into custody, or finding that it is a copy of one in custody.
 *
 * <p>Door: {@link io.github.mentagateway.store.accept.StoredAcceptance}.
 */
package io.github.mentagateway.store.accept;
