package io.github.mentagateway.destination.oauth;

import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.settings.ClientCredentials;
import io.github.mentagateway.settings.Secrets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The access token for one API or mail server. It is fetched when a call needs it, once for all calls that wait for it, and kept until
 * shortly before it expires, or until it is refused.
 */
public final class AccessTokens {
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final int PART_OF_MARGIN = 10;

  private final TokenSource source;
  private final Secrets secrets;
  private final LongSupplier nanos;
  private final Duration wait;
  /** The newest token, or the one that is being fetched. */
  private CompletableFuture<Kept> newest;
  private String current;
  private String earlier;

  /** Where tokens come from. */
  interface TokenSource {
    Token fetch() throws AccessTokenException;
  }

  /** @param expiresIn counted from the moment before it was asked for */
  record Token(String value, Duration expiresIn) {
    @Override
    public String toString() {
      return "Token[" + expiresIn + "]";
    }
  }

  private record Kept(Token token, long until) {}

  public static AccessTokens of(ClientCredentials credentials, Secrets secrets, TokenServer server) {
    return new AccessTokens(new TokenRequest(credentials, secrets, server), secrets, System::nanoTime,
        TokenRequest.TIMEOUT.multipliedBy(2));
  }

  /**
   * @param nanos a clock that never goes back
   * @param wait how long a call waits for a token that another one fetches
   */
  AccessTokens(TokenSource source, Secrets secrets, LongSupplier nanos, Duration wait) {
    this.source = source;
    this.secrets = secrets;
    this.nanos = nanos;
    this.wait = wait;
  }

  /** @throws IOException the same for all calls that waited for one that failed */
  public String token() throws IOException {
    CompletableFuture<Kept> mine = null;
    CompletableFuture<Kept> awaited;
    synchronized (this) {
      if (newest == null || newest.isDone() && !isFresh(newest)) {
        mine = new CompletableFuture<>();
        newest = mine;
      }
      awaited = newest;
    }
    if (mine != null) {
      fetch(mine);
    }
    try {
      return awaited.get(wait.toMillis(), TimeUnit.MILLISECONDS).token().value();
    } catch (ExecutionException e) {
      // each call has an exception of its own, with its own stack
      throw e.getCause() instanceof AccessTokenException failed ? new AccessTokenException(failed.getMessage(), failed.getCause())
          : new AccessTokenException("no access token could be fetched", e.getCause());
    } catch (TimeoutException e) {
      throw new AccessTokenException("no access token came within " + wait.toSeconds() + "s, for which another call waits too", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an access token");
    }
  }

  private void fetch(CompletableFuture<Kept> result) {
    long asked = nanos.getAsLong();
    try {
      Token token = source.fetch();
      remember(token.value());
      long margin = Math.min(LONGEST_MARGIN.toNanos(), token.expiresIn().toNanos() / PART_OF_MARGIN);
      result.complete(new Kept(token, asked + token.expiresIn().toNanos() - margin));
    } catch (AccessTokenException | RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** A call under way may still show the token before this one. */
  private synchronized void remember(String token) {
    if (current != null && !current.equals(token)) {
      if (earlier != null && !earlier.equals(token)) {
        secrets.forget(earlier);
      }
      earlier = current;
    }
    current = secrets.remember(token);
  }

  private boolean isFresh(CompletableFuture<Kept> done) {
    return !done.isCompletedExceptionally() && nanos.getAsLong() - done.join().until() < 0;
  }

  /** The token was refused where it was shown: the next call fetches another one, unless one has been fetched since. */
  public synchronized void refused(String token) {
    if (newest != null && newest.isDone() && !newest.isCompletedExceptionally() && newest.join().token().value().equals(token)) {
      newest = null;
    }
  }
}
