/**
 * Tells people of troubles when they begin and when they have ended, through a route that reads {@code alerts:NAME}. Owns which of them were told;
 * what is wrong is found elsewhere. It must never keep a notification waiting. Door: {@link io.github.mentagateway.alert.AlertsComponent}.
 */
package io.github.mentagateway.alert;
