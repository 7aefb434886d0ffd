/**
 * Receives notifications: the HTTPS server behind {@code platform-http:}, who is let in, and what each request is answered. Owns
 * the way from the first byte of a request to the exchange that its route works on, and back from the exchange to the last byte
 * of the answer. Never touches the inbox: the route does, through {@code durable:}.
 *
 * <p>Doors: {@link io.github.mentagateway.intake.IntakeServerFactory} for the start, {@link
 * io.github.mentagateway.intake.Authenticator} for routes.
 */
package io.github.mentagateway.intake;
