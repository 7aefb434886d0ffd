package io.github.mentagateway.destination;

import io.github.mentagateway.failure.Causes;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * Finds the failures that speak for a destination as a whole, whatever is delivered: it cannot be reached, takes too long, says that it
 * cannot, or refuses our credentials; or its database does not understand a statement, which is the same for each delivery. A refusal of
 * one delivery is no outage, nor is 429, which concerns one caller, nor a shortage on this machine.
 */
public final class OutageClassifier {
  private static final List<Class<? extends Throwable>> KINDS = List.of(
      // no connection: refused, no route, reset, broken, no HTTP, no login
      SocketException.class,
      UnknownHostException.class,
      SSLException.class,
      NoHttpResponseException.class,
      ConnectionClosedException.class,
      ClientProtocolException.class,
      MailConnectException.class,
      SQLTransientConnectionException.class,
      SQLNonTransientConnectionException.class,
      SQLRecoverableException.class,
      AuthenticationFailedException.class,
      AccessTokenException.class,
      // no answer in time
      SocketTimeoutException.class,
      ConnectionRequestTimeoutException.class,
      HttpTimeoutException.class,
      SQLTimeoutException.class,
      TimeoutException.class);

  /** The same by name, of libraries that are not inside, or that nothing here is compiled with; what extends them counts too. */
  private static final Set<String> NAMES = Set.of(
      "com.jcraft.jsch.JSchException", // SFTP: no connection, another host key, no login
      "jakarta.jms.JMSException", // no connection, no login, no such queue, a queue that is full
      "org.apache.kafka.common.KafkaException"); // no answer in time, no login, too few replicas

  private static final List<String> SQL_STATES = List.of(
      "08", // connection exception
      "28", // the login is refused
      "53", // PostgreSQL: out of connections, memory or disk
      "57P", // PostgreSQL: shut down, crashed, starting
      "57014", // PostgreSQL: the query's time was over
      "25006", // PostgreSQL: a standby, which takes no changes
      "90028", "90031"); // H2: its file cannot be read or written

  /** 421 means that the server closes, -1 that it closed without an answer. */
  private static final Set<Integer> SMTP_CODES = Set.of(421, -1);
  /** Failures before a mail was begun, which have no class of their own. */
  private static final List<String> MAIL_MESSAGES = List.of("Got bad greeting from SMTP host", "[EOF]");

  private static final Set<Integer> CREDENTIALS_REFUSED = Set.of(401, 403, 407);

  /** EMFILE and ENFILE, in the words of glibc and of musl: they have no class of their own. */
  private static final List<String> NO_FILES_LEFT = List.of("Too many open files", "No file descriptors available");

  private OutageClassifier() {}

  /** @param failure the failure of a route; its causes count too */
  public static boolean isOutage(Throwable failure) {
    List<Throwable> causes = Causes.of(failure);
    boolean sign = Causes.has(failure, NAMES) || causes.stream().anyMatch(OutageClassifier::isSign);
    return sign && causes.stream().noneMatch(OutageClassifier::isShortageHere);
  }

  /** Whether the API, or a proxy before it, refuses the gateway's credentials, which is the same for every delivery. */
  public static boolean isCredentialsRefused(HttpOperationFailedException answer) {
    return CREDENTIALS_REFUSED.contains(answer.getStatusCode());
  }

  private static boolean isDown(int status) {
    return status >= 500 || CREDENTIALS_REFUSED.contains(status);
  }

  /** Whether this machine lets the process open no more connections or files, so that no destination was called. */
  private static boolean isShortageHere(Throwable cause) {
    return cause instanceof IOException && NO_FILES_LEFT.stream().anyMatch(String.valueOf(cause.getMessage())::contains);
  }

  private static boolean isSign(Throwable cause) {
    if (cause instanceof HttpOperationFailedException http) {
      return isDown(http.getStatusCode());
    } else if (cause instanceof UnsuccessfulAnswerException answer) {
      return isDown(answer.getStatusCode());
    } else if (cause instanceof DatabaseException database) {
      return database.isOutage();
    }
    return KINDS.stream().anyMatch(kind -> kind.isInstance(cause))
        || cause instanceof SQLException sql && (isDown(sql.getSQLState()) || DatabaseException.isWrongStatement(sql))
        || SMTP_CODES.contains(smtpCode(cause))
        || cause instanceof MessagingException && MAIL_MESSAGES.stream().anyMatch(String.valueOf(cause.getMessage())::startsWith);
  }

  private static boolean isDown(String sqlState) {
    return sqlState != null && SQL_STATES.stream().anyMatch(sqlState::startsWith);
  }

  /** The mail server's answer; 0 when the failure is none. */
  private static int smtpCode(Throwable cause) {
    if (cause instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    } else if (cause instanceof SMTPSenderFailedException failed) {
      return failed.getReturnCode();
    } else if (cause instanceof SMTPAddressFailedException failed) {
      return failed.getReturnCode();
    }
    return 0;
  }
}
