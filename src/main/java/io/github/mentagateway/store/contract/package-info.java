/** The names and types of what came, by action. */
package io.github.mentagateway.store.contract;
