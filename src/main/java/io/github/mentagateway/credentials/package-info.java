/**
 * The secrets that the gateway makes for itself on its first start, and keeps under {@code data/} for nobody else to read: the path
 * and the token of the intake, the token of the management port, a self-signed certificate, the key of the owners' digests. What is
 * configured is never made.
 * Doors: {@link io.github.mentagateway.credentials.Credentials}, {@link io.github.mentagateway.credentials.ServerCertificate},
 * {@link io.github.mentagateway.credentials.OwnerKey}, {@link io.github.mentagateway.credentials.PrivateFolder}.
 */
package io.github.mentagateway.credentials;
