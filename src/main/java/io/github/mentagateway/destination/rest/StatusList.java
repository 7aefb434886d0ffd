package io.github.mentagateway.destination.rest;

import java.util.Arrays;
import java.util.List;

/** Statuses of HTTP, such as {@code 404,409,5xx}. */
public final class StatusList {
  private final List<String> statuses;

  public StatusList(String text) {
    statuses = Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    statuses.stream().filter(status -> !status.matches("[1-5](?:\\d\\d|xx)")).findFirst().ifPresent(wrong -> {
      throw new IllegalArgumentException("retry has '" + wrong + "': it must be statuses with commas between them, such as 404,409,5xx");
    });
  }

  boolean has(int status) {
    String text = Integer.toString(status);
    return statuses.stream().anyMatch(one -> one.equals(text) || one.endsWith("xx") && one.charAt(0) == text.charAt(0));
  }
}
