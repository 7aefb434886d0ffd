package io.github.mentagateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Whole HTTP requests with a {@code ticket.updated} each: another ticket and another owner every time, all of the same length. */
final class Load {
  private static final int DIGITS = 10;
  private static final String TICKET = "T" + "0".repeat(DIGITS);
  private static final String OWNER = "owner-" + "0".repeat(DIGITS);
  private static final String BODY = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + TICKET
      + "\",\"newOwnerEmail\":\"" + OWNER + "@example.com\",\"oldOwnerEmail\":\"somebody.before@example.com\"},"
      + "\"metadata\":{\"nominal\":{\"fullName\":\"Ana Maria Pereyra\",\"identificationNumber\":\"28114090\"}}}";

  private static final int REMEMBERED = 1 << 20;

  private final AtomicLong made;
  private final AtomicLongArray sentAt = new AtomicLongArray(REMEMBERED);

  /** @param first the number of the first notification; what was made before must have a lower one, or it would be a duplicate */
  Load(long first) {
    this.made = new AtomicLong(first);
  }

  long made() {
    return made.get();
  }

  /** Of {@link System#nanoTime}: when that ticket's notification was made, one of the last million. @param path ends with the ticket */
  long sentAt(String path) {
    return sentAt.get((int) (Long.parseLong(path.substring(path.length() - DIGITS)) % REMEMBERED));
  }

  /** What is the same in all requests to one server. */
  Template to(Server server) {
    byte[] whole = ("POST " + server.path() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + server.authorization()
        + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
        .getBytes(StandardCharsets.US_ASCII);
    String text = new String(whole, StandardCharsets.US_ASCII);
    return new Template(whole, text.lastIndexOf(TICKET) + 1, text.lastIndexOf(OWNER) + 6);
  }

  final class Template {
    private final byte[] whole;
    private final int ticket;
    private final int owner;

    private Template(byte[] whole, int ticket, int owner) {
      this.whole = whole;
      this.ticket = ticket;
      this.owner = owner;
    }

    byte[] next() {
      long number = made.getAndIncrement();
      sentAt.set((int) (number % REMEMBERED), System.nanoTime());
      byte[] request = whole.clone();
      for (int digit = DIGITS - 1; digit >= 0; digit--, number /= 10) {
        byte character = (byte) ('0' + number % 10);
        request[ticket + digit] = character;
        request[owner + digit] = character;
      }
      return request;
    }
  }
}
