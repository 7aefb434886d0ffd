package io.github.mentagateway.sandbox;

import java.util.List;
import java.util.Map;

/** What a system does when it is called. */
public sealed interface Answer {

  /** Of a REST API. */
  record Status(int code, Map<String, String> headers, String body) implements Answer {}

  /** Of a database: the rows of a query, each from column to value. */
  record Rows(List<Map<String, Object>> rows) implements Answer {}

  /** Of a database: how many rows an update has changed. */
  record Changed(int rows) implements Answer {}

  /** Of a database: what comes out of a procedure or a function, by the names that the call has for it. */
  record Out(Map<String, Object> values) implements Answer {}

  /** Of a database: it refuses the statement or its values, with the standard's code. */
  record SqlState(String code) implements Answer {}

  /**
   * Of a mail server.
   *
   * @param toMail whether it is its reply to the whole mail, and not to the recipient
   */
  record Smtp(int code, boolean toMail) implements Answer {}

  /** Of any system. */
  enum Failure implements Answer {
    /** There is no connection. */
    REFUSED,
    /** The connection stands, and no answer comes in time. */
    TIMEOUT
  }
}
