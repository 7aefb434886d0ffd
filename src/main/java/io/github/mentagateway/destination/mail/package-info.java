/**
 * Mails: the mail server of {@code gateway.mail.*}, the texts of {@code routes/mail}, and what is an address, for the kamelet {@code send-mail}.
 */
package io.github.mentagateway.destination.mail;
