/**
 * TLS of the calls that the gateway makes: which servers it trusts, which certificate it shows, and in which words a certificate that does
 * not fit is told; and the certificate that its own servers show, which is exchanged while they run.
 */
package io.github.mentagateway.tls;
