package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those administer who may: with a token its bearers, without one those who sit at the
 * machine. Thread safe.
 *
 * <p>It wraps handlers instead of matching paths, so that no spelling of a path goes around it.
 */
final class AdminGuard {

  private static final int FAILURES_PER_MINUTE = 10;
  private static final int MAX_ADDRESSES = 10_000;
  private static final String SCHEME = "Bearer ";
  private static final Pattern LOOPBACK_HOST =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private static final List<String> SET_BY_PROXIES =
      List.of(
          "Forwarded",
          "Via",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP");

  private final byte @Nullable [] token;
  private final LoadingCache<String, AtomicInteger> failures =
      Caffeine.newBuilder()
          .maximumSize(MAX_ADDRESSES)
          .expireAfterWrite(Duration.ofMinutes(1))
          .build(address -> new AtomicInteger());

  /**
   * @param token what bearers must know, or null to let in only those at the machine
   */
  AdminGuard(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  /** The handler behind this guard. */
  Handler guard(Handler handler) {
    return ctx -> {
      if (token == null) {
        checkLoopback(ctx);
        checkSite(ctx);
      } else {
        checkToken(ctx, token);
      }
      ctx.header("Cache-Control", "no-store");
      handler.handle(ctx);
    };
  }

  /**
   * The handler of a page without data behind this guard: where there is a token, anyone may load
   * it, for it asks for the token.
   */
  Handler guardPage(Handler handler) {
    return ctx -> {
      if (token == null) {
        checkLoopback(ctx);
      }
      handler.handle(ctx);
    };
  }

  private static void checkLoopback(Context ctx) {
    String host = ctx.req().getHeader("Host");
    boolean proxied = SET_BY_PROXIES.stream().anyMatch(name -> ctx.req().getHeader(name) != null);
    if (proxied
        || host == null
        || !LOOPBACK_HOST.matcher(host).matches()
        || !isLoopback(ctx.req().getRemoteAddr())) {
      throw new ProblemException(
          403,
          "Administration is open only to this machine itself, by the name localhost. To administer"
              + " from elsewhere, set ADMIN_TOKEN and send it as 'Authorization: Bearer <token>'.");
    }
  }

  /**
   * Refuses what a page of another site makes the browser of this machine send, by Fetch Metadata,
   * or by Origin where the browser sends none. A link from elsewhere may be followed.
   */
  private static void checkSite(Context ctx) {
    String site = ctx.req().getHeader("Sec-Fetch-Site");
    boolean own =
        site != null
            ? site.equals("same-origin") || site.equals("none") || isLinkFollowed(ctx)
            : isOwnOrigin(ctx.req().getHeader("Origin"), ctx.req().getHeader("Host"));
    if (!own) {
      throw new ProblemException(
          403, "Another site's page sent this; only pages of this service may administer it.");
    }
  }

  private static boolean isLinkFollowed(Context ctx) {
    return ctx.method().equals(HandlerType.GET)
        && "document".equals(ctx.req().getHeader("Sec-Fetch-Dest"));
  }

  private static boolean isOwnOrigin(@Nullable String origin, String host) {
    return origin == null
        || origin.equalsIgnoreCase("http://" + host)
        || origin.equalsIgnoreCase("https://" + host);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void checkToken(Context ctx, byte[] expected) {
    AtomicInteger failed = failures.get(ctx.req().getRemoteAddr());
    if (failed.get() >= FAILURES_PER_MINUTE) {
      ctx.header("Retry-After", "60");
      throw new ProblemException(429, "Too many wrong tokens; try again in a minute.");
    }
    String authorization = ctx.req().getHeader("Authorization");
    boolean right =
        authorization != null
            && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && MessageDigest.isEqual(
                authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
                expected);
    if (!right) {
      if (authorization != null) {
        failed.incrementAndGet();
      }
      ctx.header("WWW-Authenticate", "Bearer realm=\"anyflix\"");
      throw new ProblemException(
          401, "Administration needs the ADMIN_TOKEN as 'Authorization: Bearer <token>'.");
    }
  }
}
