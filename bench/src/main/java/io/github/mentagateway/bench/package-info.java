/**
 * Measures a gateway's jar from outside, as its sender and its legacy systems would see it, beside a bare HTTPS server that does nothing.
 * Everything takes turns within one run, and what is printed are ratios: the machine may be slow, and others may use it. Door:
 * {@link io.github.mentagateway.bench.Bench}.
 */
package io.github.mentagateway.bench;
