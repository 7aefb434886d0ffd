package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.DatabaseException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;

/** A proxy of a connection, its statements and their results: each statement has a timeout, and failures hold no values. */
final class JdbcProxy implements InvocationHandler {
  private final Object target;
  private final String vendor;
  private final int seconds;

  private JdbcProxy(Object target, String vendor, int seconds) {
    this.target = target;
    this.vendor = vendor;
    this.seconds = seconds;
  }

  /** @param seconds how long a statement may take unless it sets a timeout of its own */
  static <T> T of(Class<T> type, T target, String vendor, int seconds) {
    return type.cast(proxy(type, target, vendor, seconds));
  }

  private static Object proxy(Class<?> type, Object target, String vendor, int seconds) {
    return Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), new Class<?>[] {type}, new JdbcProxy(target, vendor, seconds));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
      return proxy == arguments[0];
    }
    try {
      Object result = method.invoke(target, arguments);
      Class<?> type = method.getReturnType();
      // of a driver's objects these are connections, statements and results, and no streams
      boolean guarded = result != null && type.isInterface() && AutoCloseable.class.isAssignableFrom(type);
      if (guarded && result instanceof Statement statement) {
        limit(statement);
      }
      return guarded ? proxy(type, result, vendor, seconds) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException failure ? translated(failure) : e.getCause();
    }
  }

  /** The failure as the type that its caller needs: setClientInfo declares no other, and callers can do without what is not supported. */
  private SQLException translated(SQLException failure) {
    // a connection prepares statements without values; a statement has its values
    DatabaseException translated = new DatabaseException(failure, vendor, target instanceof Connection);
    if (failure instanceof SQLClientInfoException client) {
      return new SQLClientInfoException(translated.getMessage(), translated.getSQLState(), translated.getErrorCode(),
          client.getFailedProperties());
    }
    return failure instanceof SQLFeatureNotSupportedException
        ? new SQLFeatureNotSupportedException(translated.getMessage(), translated.getSQLState(), translated.getErrorCode()) : translated;
  }

  private void limit(Statement statement) throws SQLException {
    try {
      // set on the driver's own statement, because the pool takes a driver without such a limit for a broken one
      statement.unwrap(Statement.class).setQueryTimeout(seconds);
    } catch (SQLFeatureNotSupportedException none) {
      // the connection's timeout is the limit then
    }
  }
}
