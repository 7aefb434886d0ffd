/**
 * Mails, for the kamelet {@code send-mail}: the mail server of {@code gateway.mail.*} and the connections to it, the texts of
 * {@code routes/mail}, the files of a mail, and what is an address.
 */
package io.github.mentagateway.destination.mail;
