/**
 * Plays menta tech against an HTTPS endpoint, as far as menta has published what it does (MENTA.md), and checks what became of what it
 * sent. Owns three parts: the generators (believable notifications from a seed), the sender (menta's queue with its retries, and the faults
 * on the wire), and the verdict (the calls that a legacy system of its own recorded, compared with what was acknowledged). Sees the gateway
 * only from outside, over HTTP, and never touches a class of it: it would repeat the gateway's mistakes.
 * Doors: {@link io.github.mentagateway.simulator.Simulation}, {@link io.github.mentagateway.simulator.Verification}.
 */
package io.github.mentagateway.simulator;
