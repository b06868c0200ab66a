package dev.anyflix.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Restricts the administration: with a token to clients that send it, without one to direct clients
 * on this machine. Thread safe.
 *
 * <p>It wraps handlers instead of matching paths, so that no spelling of a path goes around it.
 */
final class AdminGuard {

  private static final String SCHEME = "Bearer ";
  private static final Pattern LOOPBACK_HOST =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  /** Beginnings of the names of headers that proxies and content delivery networks add. */
  private static final List<String> PROXY_HEADERS =
      List.of(
          "forwarded",
          "via",
          "x-forwarded",
          "x-original-",
          "x-real-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-proxy",
          "x-remote-",
          "x-rewrite-url",
          "x-scheme",
          "x-url-scheme",
          "x-envoy-",
          "x-amz",
          "x-appengine-",
          "x-arr-",
          "x-azure-",
          "x-cloud-trace-context",
          "x-nf-",
          "x-vercel-",
          "cdn-loop",
          "cf-",
          "client-ip",
          "fastly-",
          "fly-",
          "front-end-https",
          "tailscale-",
          "true-client-ip",
          "wl-proxy-");

  private static final ResourceFile REFUSAL_PAGE =
      ResourceFile.changing("/admin/refused.html", "text/html;charset=utf-8");

  private final byte @Nullable [] token;
  private final ClientAddresses clients;
  private final TokenThrottle throttle = new TokenThrottle();

  /**
   * @param token the token that clients have to send, or null to admit direct local clients only
   */
  AdminGuard(@Nullable String token, ClientAddresses clients) {
    this.clients = clients;
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  /** A handler behind this guard. */
  Handler guard(Handler handler) {
    return ctx -> {
      if (isAdmitted(ctx, true)) {
        ctx.header("Cache-Control", "no-store");
        handler.handle(ctx);
      }
    };
  }

  /**
   * A handler of a page without data behind this guard. Where there is a token every client may
   * load the page, because the page asks for it.
   */
  Handler guardPage(Handler handler) {
    return ctx -> {
      if (token != null || isAdmitted(ctx, false)) {
        handler.handle(ctx);
      }
    };
  }

  /**
   * @return false if the request has been answered with a page that says why it was refused
   * @throws ProblemException if a request of another client than a browser is refused
   */
  private boolean isAdmitted(Context ctx, boolean hasData) throws IOException {
    try {
      if (token != null) {
        checkToken(ctx, token);
      } else {
        checkLoopback(ctx);
        if (hasData) {
          checkSite(ctx);
        }
      }
      return true;
    } catch (ProblemException e) {
      if (!isBrowser(ctx)) {
        throw e;
      }
      e.headers().forEach(ctx::header);
      ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      REFUSAL_PAGE.send(ctx, e.status(), Map.of("{detail}", String.valueOf(e.getMessage())));
      return false;
    }
  }

  private static boolean isBrowser(Context ctx) {
    String accept = ctx.req().getHeader("Accept");
    return HttpMethod.GET.is(ctx.req().getMethod())
        && accept != null
        && accept.contains("text/html");
  }

  private static void checkLoopback(Context ctx) {
    String host = ctx.req().getHeader("Host");
    if (isProxied(ctx)
        || host == null
        || !LOOPBACK_HOST.matcher(host).matches()
        || !isLoopback(ctx.req().getRemoteAddr())) {
      throw new ProblemException(
          403,
          "Without ADMIN_TOKEN the administration admits direct requests of this machine only, to"
              + " http://localhost. To use it from elsewhere or through a proxy, set ADMIN_TOKEN and"
              + " send it as 'Authorization: Bearer <token>'.");
    }
  }

  /** A proxy may hide that a client is remote; nginx sends HTTP/1.0 and no header by default. */
  private static boolean isProxied(Context ctx) {
    return HttpVersion.HTTP_1_0.is(ctx.req().getProtocol())
        || Collections.list(ctx.req().getHeaderNames()).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(name -> PROXY_HEADERS.stream().anyMatch(name::startsWith));
  }

  /**
   * Refuses requests that a page of another site makes the browser send, by Fetch Metadata, or by
   * Origin where the browser does not send that. A link from another site may be followed.
   */
  private static void checkSite(Context ctx) {
    String site = ctx.req().getHeader("Sec-Fetch-Site");
    boolean isOwn =
        site != null
            ? site.equals("same-origin") || site.equals("none") || isLinkFollowed(ctx)
            : isOwnOrigin(ctx.req().getHeader("Origin"), ctx.req().getHeader("Host"));
    if (!isOwn) {
      throw new ProblemException(
          403, "The administration refuses requests from pages of other sites.");
    }
  }

  private static boolean isLinkFollowed(Context ctx) {
    return HttpMethod.GET.is(ctx.req().getMethod())
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

  /** Compares before it throttles, so that wrong tokens never lock out the right one. */
  private void checkToken(Context ctx, byte[] expected) {
    String authorization = ctx.req().getHeader("Authorization");
    boolean isBearer =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (isBearer && isEqual(authorization.substring(SCHEME.length()).strip(), expected)) {
      return;
    }
    if (isBearer && !throttle.tryAcquire(clients.clientOf(ServiceRequest.requestOf(ctx)))) {
      throw new ProblemException(
          429,
          "Too many wrong tokens from this address; try again in a minute.",
          Map.of(HttpHeader.RETRY_AFTER.asString(), "60"));
    }
    throw new ProblemException(
        401,
        "The administration requires the ADMIN_TOKEN as 'Authorization: Bearer <token>'.",
        Map.of(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer realm=\"anyflix\""));
  }

  private static boolean isEqual(String given, byte[] expected) {
    return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
  }
}
