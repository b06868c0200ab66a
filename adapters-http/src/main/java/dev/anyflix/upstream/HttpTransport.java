package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.AttemptException.Health;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one request to one upstream and reads its response, at most {@link #MAX_BODY_BYTES} of it.
 * Thread safe.
 *
 * <p>An {@link IOException} of OkHttp is not passed on, neither as a message nor as a cause,
 * because its message may hold an address with a key.
 */
final class HttpTransport {

  /** The most bytes of a body, after decompression: 5 MiB. */
  static final long MAX_BODY_BYTES = 5 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  private final Supplier<OkHttpClient> client;
  private final LargeBodyLimit largeBodies;
  private final String upstream;

  HttpTransport(Supplier<OkHttpClient> client, LargeBodyLimit largeBodies, String upstream) {
    this.client = client;
    this.largeBodies = largeBodies;
    this.upstream = upstream;
  }

  /**
   * @param timeout for connecting, sending and reading together; more than zero
   */
  UpstreamResponse send(Request request, Duration timeout) throws AttemptException {
    try {
      okhttp3.Call call = client.get().newCall(request);
      call.timeout().timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
      try (Response response = execute(call)) {
        return new UpstreamResponse(response.code(), response.headers(), json(response, timeout));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interruptedOrTimedOut();
    } catch (InterruptedIOException e) {
      throw interruptedOrTimedOut();
    } catch (ProtocolException e) {
      log("malformed HTTP response", e);
      throw AttemptException.unreadable(upstream + " sent a malformed HTTP response.");
    } catch (UnknownHostException e) {
      throw unavailable("unknown host", e);
    } catch (ConnectException e) {
      throw unavailable("connection failed", e);
    } catch (SSLException e) {
      throw unavailable("TLS connection failed", e);
    } catch (IOException e) {
      // The upstream probably closed the other idle connections too.
      client.get().connectionPool().evictAll();
      throw unavailable("connection lost", e);
    } catch (RuntimeException | AssertionError e) {
      throw undeclared(e);
    }
  }

  /** Declares what OkHttp throws undeclared when a thread is interrupted while it connects. */
  private static Response execute(okhttp3.Call call) throws IOException, InterruptedException {
    return call.execute();
  }

  private Json json(Response response, Duration timeout)
      throws IOException, AttemptException, InterruptedException {
    if (!isLarge(response)) {
      return Json.parse(readBody(response));
    }
    if (!largeBodies.tryAcquire(timeout)) {
      String message = upstream + " unavailable: too many large answers at once.";
      throw AttemptException.local(Kind.UNAVAILABLE, message, Health.UNKNOWN, false);
    }
    try {
      return Json.parse(readBody(response));
    } finally {
      largeBodies.release();
    }
  }

  private boolean isLarge(Response response) throws IOException, AttemptException {
    try {
      return response.body().source().request(LargeBodyLimit.SMALL + 1L);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw truncated(e);
    }
  }

  private byte[] readBody(Response response) throws IOException, AttemptException {
    if (response.body().contentLength() > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    try {
      BufferedSource source = response.body().source();
      if (source.request(MAX_BODY_BYTES + 1)) {
        throw tooLarge();
      }
      return source.readByteArray();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw truncated(e);
    }
  }

  private AttemptException truncated(IOException e) {
    log("truncated or damaged response body", e);
    String message = upstream + " sent a truncated answer.";
    return AttemptException.local(Kind.UNREADABLE, message, Health.UNHEALTHY, false);
  }

  private AttemptException tooLarge() {
    return AttemptException.unreadable(upstream + " sent an answer of more than 5 MiB.");
  }

  private AttemptException interruptedOrTimedOut() {
    if (Thread.currentThread().isInterrupted()) {
      String message = "The call to " + upstream + " was cancelled.";
      return AttemptException.local(Kind.UNAVAILABLE, message, Health.UNKNOWN, false);
    }
    String message = upstream + " did not answer in time.";
    return AttemptException.local(Kind.TIMED_OUT, message, Health.UNHEALTHY, false);
  }

  private AttemptException unavailable(String reason, IOException e) {
    log(reason, e);
    String message = upstream + " unavailable: " + reason + ".";
    return AttemptException.local(Kind.UNAVAILABLE, message, Health.UNHEALTHY, true);
  }

  /**
   * OkHttp also throws what it does not declare: unchecked exceptions, and an {@link
   * AssertionError} where the platform has no usable TLS. That proves nothing about the upstream.
   */
  private AttemptException undeclared(Throwable e) {
    String message = upstream + " unavailable: the HTTP client of this service failed.";
    return AttemptException.of(
        new MediaSourceException(Kind.UNAVAILABLE, message, null, e), Health.UNKNOWN, false);
  }

  private void log(String reason, IOException e) {
    LOG.debug("{}: {} ({})", upstream, reason, e.getClass().getSimpleName());
  }
}
