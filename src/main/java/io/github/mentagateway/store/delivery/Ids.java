package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Send;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids as the outside sees them. A notification's is {@code STORE-NUMBER}, such as {@code k3f9x2-10042}; a delivery's is its notification's and
 * its channel, such as {@code k3f9x2-10042.mail}, so that work that is done again after a crash has the same id. Behind the number
 * {@code ~2} tells the second replay of the notification; behind the channel {@code .3} or {@code .KEY} tells which of several that one run
 * sent there, and {@code .audit} that it was not the first delivery's run that sent it, but the one in the channel {@code audit}.
 *
 * <p>The store's part keeps an {@code Idempotency-Key} of a test system, or of a store that was made anew, from meaning something else in
 * production.
 */
public record Ids(String store) {
  private static final Pattern FORM = Pattern.compile("(?<store>[a-z0-9]{1,16})-(?<number>[0-9]{1,18})(~(?<replay>[0-9]{1,9}))?"
      + "(\\.(?<channel>[a-z][a-z0-9-]{0,99})(\\.(?<part>[A-Za-z0-9._~-]{1,100}))?)?");
  /** Letters, digits and signs that mean nothing in a URL, a header or a log; an address is none of these. */
  private static final Pattern PLAIN_KEY = Pattern.compile("(?=.*[^0-9])[A-Za-z0-9._~-]{1,64}");
  private static final int LONGEST_PART = 100;
  private static final int DIGEST_BYTES = 16;

  /** @param channel null: the notification's first delivery is meant */
  public record Parts(long notification, int replay, String channel, String part) {}

  public String notification(long number) {
    return store + "-" + number;
  }

  public String delivery(Delivery delivery) {
    return store + "-" + delivery.notification() + (delivery.replay() == 0 ? "" : "~" + delivery.replay()) + "." + delivery.channel()
        + (delivery.part().isEmpty() ? "" : "." + delivery.part());
  }

  /** Empty when it is no id, or another store's. */
  public Optional<Parts> parse(String id) {
    Matcher matcher = FORM.matcher(id);
    if (!matcher.matches() || !matcher.group("store").equals(store)) {
      return Optional.empty();
    }
    String replay = matcher.group("replay");
    String part = matcher.group("part");
    return Optional.of(new Parts(Long.parseLong(matcher.group("number")), replay == null ? 0 : Integer.parseInt(replay),
        matcher.group("channel"), part == null ? "" : part));
  }

  /**
   * What tells a send from the others of its notification to the same channel: the same whenever its run is repeated.
   *
   * @param count which of its run's to that channel it is, from 1
   */
  String part(Delivery sender, Send send, int count) {
    boolean besides = sender.sent() || send.channel().equals(sender.channel());
    String by = besides ? sender.channel() + (sender.part().isEmpty() ? "" : "-" + sender.part()) : "";
    String which = send.key() != null ? key(send.key()) : count == 1 ? "" : String.valueOf(count);
    String part = by + (by.isEmpty() || which.isEmpty() ? "" : "-") + which;
    return part.length() <= LONGEST_PART ? part : digested(part);
  }

  /** As it stands when it can be read in an id and is no number; else a digest of it. */
  private String key(String key) {
    return PLAIN_KEY.matcher(key).matches() ? key : digested(key);
  }

  private String digested(String text) {
    return "x" + HexFormat.of().formatHex(digest(store + " " + text), 0, DIGEST_BYTES);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
