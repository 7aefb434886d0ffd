package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A run that a test writes out: what was sent, and which calls came to the legacy system. Times are milliseconds. */
final class ScriptedRun {
  private static final long MILLISECOND = 1_000_000;

  final List<Message> messages = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();

  /** A ticket that changes its owner; {@code from} is null when the message does not say the former one. */
  Message ticket(String id, String from, String to) {
    String body = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwnerEmail\":\"" + to + "\""
        + (from == null ? "" : ",\"oldOwnerEmail\":\"" + from + "\"") + "}}";
    return message("ticket.updated", "ticket:" + id, to, from == null ? null : new Message.Handover(from, to), body);
  }

  Message ticket(String from, String to) {
    return ticket("sim7-1", from, to);
  }

  Message other(String action, String entity, String data) {
    return message(action, entity, data, null, "{\"action\":\"" + action + "\",\"data\":" + data + "}");
  }

  Message nonsense() {
    return message(null, null, null, null, "<xml/>");
  }

  private Message message(String action, String entity, String change, Message.Handover handover, String body) {
    Message message = new Message(messages.size(), action, entity, change, handover, body.getBytes(StandardCharsets.UTF_8));
    messages.add(message);
    return message;
  }

  /** Answered 202, and menta knows it. */
  ScriptedRun acknowledged(Message message, long begin, long end) {
    return attempt(message, begin, end, Receipt.CERTAIN, new Answer(202, "accepted"), false, null);
  }

  /** Answered 202, as a copy. */
  ScriptedRun duplicate(Message message, long begin, long end) {
    return attempt(message, begin, end, Receipt.CERTAIN, new Answer(202, "duplicate"), false, null);
  }

  /** Answered 202, and menta does not know it. */
  ScriptedRun answerLost(Message message, long begin, long end) {
    return attempt(message, begin, end, Receipt.CERTAIN, new Answer(202, "accepted"), true, Cause.LOST_ANSWER);
  }

  /** The whole request left, and the simulator reset the connection. */
  ScriptedRun cut(Message message, long begin, long end) {
    return attempt(message, begin, end, Receipt.POSSIBLE, null, false, Cause.RESET);
  }

  ScriptedRun answered(Message message, long begin, long end, int status) {
    return attempt(message, begin, end, Receipt.CERTAIN, new Answer(status, null), false, Cause.STATUS);
  }

  ScriptedRun failed(Message message, long begin, long end, Receipt receipt, Cause cause) {
    return attempt(message, begin, end, receipt, null, false, cause);
  }

  private ScriptedRun attempt(Message message, long begin, long end, Receipt receipt, Answer answer, boolean lost, Cause cause) {
    int number = 1 + (int) attempts.stream().filter(attempt -> attempt.message() == message).count();
    attempts.add(new Attempt(message, number, begin * MILLISECOND, end * MILLISECOND, receipt, answer, lost, cause));
    return this;
  }

  /** The legacy system gets a call with what the message says. */
  ScriptedRun called(Message message, long at, String key) {
    return called("fulfilment", message, at, key);
  }

  ScriptedRun called(String destination, Message message, long at, String key) {
    String entity = message.action().equals("ticket.updated") ? message.entity() : null;
    calls.add(new Call(at * MILLISECOND, destination, key, message.action(), entity, message.change()));
    return this;
  }

  Verdict verdict() {
    return verdict(PromiseChecker.SHIPPED_ACTIONS);
  }

  Verdict verdict(Set<String> expectedActions) {
    return PromiseChecker.check(messages, attempts, calls, expectedActions);
  }
}
