package io.github.mentagateway.intake;

import java.util.Locale;

/** Why a connection or a request ended without an answer: the label of a meter, and the log's reason. */
enum Unanswered {
  CONNECTION_LIMIT("gateway.intake.max-connections are open"),
  ADDRESS_LIMIT("one address has gateway.intake.max-connections-per-address open"),
  DISPLACED("it was idle and gave way to an address with fewer connections, since gateway.intake.max-connections are open"),
  PROXY_HEADER("a proxy of gateway.intake.proxy-protocol sent no header of the PROXY protocol, or a broken one"),
  TLS("the TLS handshake failed"),
  CLOSED("it was closed before its TLS handshake"),
  HEAD_TIMEOUT("no whole request in gateway.intake.head-timeout"),
  BODY_TIMEOUT("the body came more slowly than gateway.intake.body-timeout and gateway.intake.body-rate allow"),
  ANSWER_TIMEOUT("its answer was not taken in gateway.intake.body-timeout"),
  PROTOCOL("a breach of HTTP/2"),
  ABANDONED("the sender ended it");

  private final String reason;

  Unanswered(String reason) {
    this.reason = reason;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String reason() {
    return reason;
  }
}
