package io.github.mentagateway;

/** The program. */
public final class Gateway {
  private Gateway() {}

  public static void main(String[] args) {}
}
