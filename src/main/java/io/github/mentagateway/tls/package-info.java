/**
 * TLS of the calls that the gateway makes: which servers it trusts, which certificate it shows, and in which words a certificate that does
 * not fit is told.
 */
package io.github.mentagateway.tls;
