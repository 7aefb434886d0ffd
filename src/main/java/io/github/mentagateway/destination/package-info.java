/**
 * What all building blocks of {@code routes/kamelets} have in common: the names in their parameters and what these stand for, secrets, a
 * message of its own for each call, the failures that routes name, and the decision which failures speak for a destination as a whole
 * ({@link io.github.mentagateway.destination.OutageClassifier}). The packages below own a kind of system each. None of them touches the
 * inbox, and none owns routing or retries: a permanent failure is a
 * {@link io.github.mentagateway.destination.PermanentFailureException}, and the channel tries any other again.
 *
 * <p>The public beans below have setters because Camel sets a kamelet's parameters so. Each bean is made once per use of its kamelet. What they
 * share stands in Camel's registry, where {@code context.Destinations} puts it.
 */
package io.github.mentagateway.destination;
