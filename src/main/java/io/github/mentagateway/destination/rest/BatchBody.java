package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.envelope.EnvelopeMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The body of a call for several deliveries: their items as a JSON array, with what stands around it. */
public final class BatchBody {
  private static final String ITEMS = "{items}";

  private final byte[] before;
  private final byte[] after;

  /** @param around JSON in which {@code {items}} stands for the array; an empty text stands for the array alone */
  public BatchBody(String around) {
    String text = around.isBlank() ? ITEMS : around;
    int at = text.indexOf(ITEMS);
    if (at < 0 || text.indexOf(ITEMS, at + 1) >= 0 || !isJson(text.replace(ITEMS, "[]"))) {
      throw new IllegalArgumentException("batchBody is '" + around + "': it must be JSON with {items} once, without quotes, where the array"
          + " of the items belongs, such as {\"owners\": {items} }");
    }
    before = text.substring(0, at).getBytes(StandardCharsets.UTF_8);
    after = text.substring(at + ITEMS.length()).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isJson(String text) {
    try {
      return !EnvelopeMapper.create().readTree(text.replace("\"[]\"", "no JSON")).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  byte[] of(List<Batches.Item> items) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(items.size() * 128);
    body.writeBytes(before);
    body.write('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(items.get(i).json());
    }
    body.write(']');
    body.writeBytes(after);
    return body.toByteArray();
  }

  /** The same for the same deliveries in the same order; that of one delivery is its id, as in any other call. */
  static String idempotencyKey(List<Batches.Item> items) {
    if (items.size() == 1) {
      return items.get(0).deliveryId();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      items.forEach(item -> digest.update((item.deliveryId() + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
