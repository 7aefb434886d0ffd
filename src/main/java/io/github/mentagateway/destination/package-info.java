/**
 * What the kamelets of {@code routes/kamelets} need from Java. Owns the resolution of names in their parameters, the binding and encoding
 * of values, the databases, the mail session and the secrets of the routes, and the decision which failures speak for a destination as a
 * whole ({@link io.github.mentagateway.destination.OutageClassifier}). Never touches the inbox, and owns no routing and no retries: a
 * permanent failure is a {@link io.github.mentagateway.destination.PermanentFailureException}, and the channel tries any other again.
 *
 * <p>The public beans have setters because Camel sets a kamelet's parameters so. Each bean is made once per use of its kamelet.
 *
 * <p>Door: {@link io.github.mentagateway.destination.Destinations}.
 */
package io.github.mentagateway.destination;
