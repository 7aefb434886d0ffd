/**
 * Learns what menta sends from what has come: which fields of which types each action has, and tells what is new. It reads the store behind the
 * notifications' back and is in nobody's way. It keeps names, never values. Door: {@link io.github.mentagateway.contract.ContractRadar}.
 */
package io.github.mentagateway.contract;
