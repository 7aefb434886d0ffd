package io.github.mentagateway.sandbox;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param received the answers, one for each notification
 * @param deliveries in the order of their first attempts; those of {@code notifications} are the router's own
 * @param unused answers of the script that no call has used
 */
public record Trace(List<Received> received, List<DeliveryTrace> deliveries, List<String> unused) {}
