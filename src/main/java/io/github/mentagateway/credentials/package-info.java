/**
 * The secrets that the gateway makes for itself on its first start, and keeps under {@code data/} where no other user can read them. Owns
 * the path, the token and the password of the intake, the token of the management port, a self-signed certificate and the key of the
 * owners' digests. Never makes what is configured, and never writes a secret anywhere else.
 *
 * <p>Doors: {@link io.github.mentagateway.credentials.Credentials}, {@link io.github.mentagateway.credentials.ServerCertificate},
 * {@link io.github.mentagateway.credentials.OwnerKey}, {@link io.github.mentagateway.credentials.PrivateFolder}.
 */
package io.github.mentagateway.credentials;
