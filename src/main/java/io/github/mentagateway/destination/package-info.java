/**
 * What the kamelets of {@code routes/kamelets} need from Java: names in their parameters resolved in one way, values bound and
 * encoded, never pasted; the databases, the mail session and the secrets that routes reach; which failures speak for a destination
 * as a whole ({@link io.github.mentagateway.destination.OutageClassifier}). Owns no routing and no retries:
 * what fails for good is a {@link io.github.mentagateway.destination.PermanentFailureException}, everything else is thrown and
 * tried again by the channel.
 *
 * <p>The public beans have setters because Camel hands them a kamelet's parameters so; each is made once per use of its
 * kamelet.
 *
 * <p>Door: {@link io.github.mentagateway.destination.Destinations}.
 */
package io.github.mentagateway.destination;
