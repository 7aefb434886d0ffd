/**
 * Mails, for the kamelet {@code send-mail}: the mail server of {@code gateway.mail.*}, the texts of {@code routes/mail}, and what is an
 * address.
 */
package io.github.mentagateway.destination.mail;
