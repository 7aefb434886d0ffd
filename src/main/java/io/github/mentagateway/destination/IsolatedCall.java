package io.github.mentagateway.destination;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Gives a kamelet's call an empty message of its own, and keeps the caller's meanwhile: no header of the caller goes out with the call, and
 * none of the answer's comes back.
 */
public final class IsolatedCall {
  /** The exchange property with an object of the attempt under way: all copies of an exchange have the same. */
  public static final String RUN = "MentaRun";

  private static final String PROPERTY = "MentaCallerMessage";

  private final Message caller;
  private final Object charset;
  private final Object caughtBefore;

  private IsolatedCall(Message caller, Object charset, Object caughtBefore) {
    this.caller = caller;
    this.charset = charset;
    this.caughtBefore = caughtBefore;
  }

  /** Begins a call, and returns its message. */
  public static Message begin(Exchange exchange) {
    exchange.setProperty(PROPERTY, new IsolatedCall(exchange.getMessage(), exchange.getProperty(ExchangePropertyKey.CHARSET_NAME),
        exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT)));
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    return exchange.getMessage();
  }

  /** Sets the body that the caller gets when the call ends; without this it keeps its own. */
  public static void answer(Exchange exchange, Object body) {
    exchange.getProperty(PROPERTY, IsolatedCall.class).caller.setBody(body);
  }

  /**
   * Gives the caller's message back; does nothing for a call that never began.
   *
   * @return the failure of the call, in a {@code doFinally}; null when it did not fail
   */
  public static Throwable end(Exchange exchange) {
    if (!(exchange.removeProperty(PROPERTY) instanceof IsolatedCall call)) {
      return null;
    }
    exchange.setMessage(call.caller);
    exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, call.charset);
    Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    return caught == call.caughtBefore ? null : caught;
  }
}
