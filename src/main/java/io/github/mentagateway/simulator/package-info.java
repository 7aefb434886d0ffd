/**
 * Plays menta tech against an HTTPS endpoint, as far as menta has published what it does (MENTA.md), and judges what became of what it
 * sent. Three parts: the stream (believable notifications from a seed), the sender (menta's queue with its retries, and the faults on the
 * wire), and the verdict (what a legacy system of its own recorded, held against what was acknowledged). It sees the gateway only from
 * outside, over HTTP, and must never use a class of it: else it would repeat its mistakes. Door:
 * {@link io.github.mentagateway.simulator.Simulation}.
 */
package io.github.mentagateway.simulator;
