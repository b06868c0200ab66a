package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.FailedAttempt.Blame;
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
 * Sends one request and reads its response whole, but never more than {@link #MAX_BODY_BYTES} of
 * it. Thread safe.
 *
 * <p>The messages of OkHttp's exceptions may hold addresses with keys in them, so that neither they
 * nor the exceptions go any further.
 */
final class Exchange {

  /** The most bytes of a body, decompressed, that are read: 5 MiB. */
  static final long MAX_BODY_BYTES = 5 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Supplier<OkHttpClient> client;
  private final String upstream;

  Exchange(Supplier<OkHttpClient> client, String upstream) {
    this.client = client;
    this.upstream = upstream;
  }

  /**
   * @param within how long it may take as a whole, more than zero
   */
  Received send(Request request, Duration within) throws FailedAttempt {
    okhttp3.Call call = client.get().newCall(request);
    call.timeout().timeout(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS);
    try (Response response = execute(call)) {
      return new Received(response.code(), response.headers(), Json.parse(body(response)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (InterruptedIOException e) {
      throw interrupted();
    } catch (ProtocolException e) {
      throw failed(e, Kind.UNREADABLE, "sent an answer that breaks the rules of HTTP", false);
    } catch (UnknownHostException e) {
      throw failed(e, Kind.UNAVAILABLE, "cannot be reached: its name is not known", true);
    } catch (ConnectException e) {
      throw failed(e, Kind.UNAVAILABLE, "cannot be reached: no connection", true);
    } catch (SSLException e) {
      throw failed(e, Kind.UNAVAILABLE, "cannot be reached: no secure connection", true);
    } catch (IOException e) {
      // Where one kept connection was closed meanwhile, the others probably were too.
      client.get().connectionPool().evictAll();
      throw failed(e, Kind.UNAVAILABLE, "cannot be reached: the connection broke", true);
    }
  }

  /** OkHttp throws what it does not declare when a thread is interrupted while it connects. */
  private static Response execute(okhttp3.Call call) throws IOException, InterruptedException {
    return call.execute();
  }

  private byte[] body(Response response) throws IOException, FailedAttempt {
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
      throw failed(e, Kind.UNREADABLE, "sent an answer that ends too early", false);
    }
  }

  private FailedAttempt tooLarge() {
    String message = upstream + " sent an answer that is too large";
    return FailedAttempt.of(Kind.UNREADABLE, message, null, Blame.UPSTREAM, false);
  }

  private FailedAttempt interrupted() {
    if (Thread.currentThread().isInterrupted()) {
      String message = "The call of " + upstream + " was broken off";
      return FailedAttempt.of(Kind.UNAVAILABLE, message, null, Blame.UNKNOWN, false);
    }
    String message = upstream + " took too long to answer";
    return FailedAttempt.of(Kind.TIMED_OUT, message, null, Blame.UPSTREAM, false);
  }

  private FailedAttempt failed(IOException e, Kind kind, String what, boolean retryable) {
    LOG.debug("{}: {} ({})", upstream, what, e.getClass().getSimpleName());
    return FailedAttempt.of(kind, upstream + " " + what, null, Blame.UPSTREAM, retryable);
  }
}
