package io.github.mentagateway.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes bodies that menta might send by mistake or in the future, and that no receiver can know. */
final class NonsenseGenerator {
  private final RunIds ids;
  private final RandomGenerator random;

  NonsenseGenerator(RunIds ids, RandomGenerator random) {
    this.ids = ids;
    this.random = random;
  }

  Message next(int number) {
    String id = ids.of("x", number);
    byte[] body = switch (random.nextInt(6)) {
      case 0 -> text("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwn");
      case 1 -> text("<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>" + id + "</body></html>\n");
      case 2 -> new byte[0];
      case 3 -> text("{\"ping\":\"" + id + "\"}");
      case 4 -> text("[\"" + id + "\",null]");
      default -> EnvelopeShape.FLAT.write("ticket", "ticket.evaporated", null, Map.of("id", id), null);
    };
    return new Message(number, null, null, null, null, body);
  }

  private static byte[] text(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
