package dev.anyflix.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Requests as nobody should send them, drawn from a seed. Not thread safe. */
final class MalformedRequests {

  private static final List<String> PATHS =
      List.of(
          "/api/anilist/media/1",
          "/api/anilist/search",
          "/api/anilist/anime/search",
          "/api/anilist/trending",
          "/api/anilist/popular",
          "/api/tmdb/configuration",
          "/api/tmdb/search",
          "/api/tmdb/movies/603",
          "/api/tmdb/tv/1396",
          "/api/tmdb/match",
          "/api/providers",
          "/api/providers/any/search",
          "/api/providers/any/media/x",
          "/health",
          "/health/ready",
          "/metrics",
          "/openapi.json",
          "/docs",
          "/",
          "/admin",
          "/admin/cache/stats",
          "/admin/cache/keys",
          "/admin/cache/flush",
          "/admin/cache/clear/anilist",
          "/admin/cache/entries/anilist_search:00000000000000000000000000000000",
          "/admin/sources/status");

  /** Targets that are right but for the places marked. */
  private static final List<String> NEARLY_RIGHT =
      List.of(
          "/api/anilist/media/@",
          "/api/anilist/search?q=@",
          "/api/anilist/search?genre=@&tag=@&sort=SCORE_DESC",
          "/api/anilist/search?type=@&season=@&year=2020",
          "/api/anilist/anime/search?q=@&page=1",
          "/api/anilist/trending?page=@",
          "/api/anilist/popular?perPage=@",
          "/api/tmdb/search?q=@&page=1",
          "/api/tmdb/search?q=x&page=@",
          "/api/tmdb/movies/@",
          "/api/tmdb/tv/@",
          "/api/tmdb/match?title=@&year=1999",
          "/api/tmdb/match?title=Dune&type=@",
          "/api/providers/@/search?q=@",
          "/api/providers/any/search?q=@&page=1",
          "/api/providers/any/latest?page=@",
          "/api/providers/any/media/@",
          "/admin/cache/clear/@",
          "/admin/cache/keys?prefix=@",
          "/admin/cache/keys?prefix=anilist&cursor=@",
          "/admin/cache/keys?limit=@",
          "/admin/cache/entries/@",
          "/admin/cache/entries/anilist_search:@",
          "/@");

  private static final List<String> PARAMETERS =
      List.of(
          "q", "page", "perPage", "type", "format", "status", "season", "year", "genre", "tag",
          "sort", "adult", "title", "prefix", "cursor", "limit");

  private static final List<String> ODDITIES =
      List.of(
          "",
          "%",
          "%%",
          "%z",
          "%zz",
          "%0",
          "%00",
          "%0d%0aX-Evil:1",
          "%c0%af",
          "%ff%fe",
          "%u0041",
          "%25%32%65",
          "%2e%2e%2f",
          "..",
          "../..",
          ".",
          "//",
          "\\",
          ";",
          ";x=1",
          "*",
          "?",
          "#",
          "+",
          "&",
          "&&==&",
          "=",
          "'",
          "\"",
          "<script>",
          "{}",
          "[]",
          "${7*7}",
          "-1",
          "0",
          "1e9",
          "-0",
          "00001",
          "99999999999999999999",
          "2147483648",
          "1.5",
          "NaN",
          "true",
          "null",
          "\u00d9\u00a3",
          "\u00c3\u00a9",
          "\u00ff",
          "\u0001",
          "\t",
          "%F0%9F%98%80",
          "%ED%A0%80",
          "%E2%80%AE",
          "ANIME",
          "a,b,,c",
          "%2C",
          "%26",
          "%3D",
          "::",
          "a:b:c",
          "1/",
          "/1");

  private static final List<String> METHODS =
      List.of(
          "GET",
          "GET",
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "get",
          "FOO",
          "PROPFIND",
          "G",
          "QUERY",
          "BEFORE",
          "AFTER",
          "GE\u00cfT",
          "G@T");

  private static final List<String> HEADERS =
      List.of(
          "If-None-Match",
          "If-Modified-Since",
          "Accept-Encoding",
          "Accept",
          "Range",
          "X-Request-Id",
          "Origin",
          "Sec-Fetch-Site",
          "Authorization",
          "Cookie",
          "Content-Type",
          "Expect",
          "Forwarded",
          "X-Forwarded-For",
          "Upgrade",
          "Connection",
          "Cache-Control",
          "Last-Event-ID",
          "Access-Control-Request-Method",
          "Referer",
          "TE",
          "Trailer",
          "Content-Encoding");

  private static final List<String> FRAMINGS =
      List.of(
          "Content-Length: -1\r\n\r\n",
          "Content-Length: x\r\n\r\nabc",
          "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
          "Content-Length: 99999999999999999999\r\n\r\n",
          "Content-Length: 3\r\n\r\n",
          "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na",
          "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n3;ext=\"\r\nabc\r\n0\r\nX: y\r\n\r\n",
          "Transfer-Encoding: gzip\r\n\r\nabc",
          "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
          "X\u0000: y\r\n\r\n",
          ": nameless\r\n\r\n",
          "No colon\r\n\r\n",
          "X: a\r\n folded\r\n\r\n",
          "X : space\r\n\r\n",
          "X: never ended");

  private static final List<String> LINES =
      List.of(
          "\r\n\r\n\r\n",
          "GET\r\n\r\n",
          "GET /health\r\n\r\n",
          "GET  /health  HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET\t/health\tHTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /health HTTP/1.1\nHost: a\n\n",
          "GET health HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ftp://x/health HTTP/1.1\r\nHost: x\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
          "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "GET /health HTTP/1.\r\n\r\n",
          "GET /health HTTP/99999.1\r\n\r\n",
          "GET /health HTTP/1.1\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: a:b\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: \r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
              + "HTTP2-Settings: AAAA\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");

  /**
   * One request.
   *
   * @param framed whether its end can be told, so that another may follow on the connection
   */
  record Request(byte[] bytes, boolean framed, boolean head) {

    String shown() {
      String text = new String(bytes, 0, Math.min(bytes.length, 400), ISO_8859_1);
      return text.replace("\r", "\\r").replace("\n", "\\n");
    }
  }

  private final Random random;

  MalformedRequests(long seed) {
    random = new Random(seed);
  }

  Request next() {
    return switch (random.nextInt(20)) {
      case 0 -> unframed(oneOf(LINES));
      case 1, 2 -> unframed(lineOf(oneOf(METHODS)) + "Host: localhost\r\n" + oneOf(FRAMINGS));
      case 3 -> unframed(noise(1 + random.nextInt(300)));
      case 4 -> unframed(cut());
      default -> framed();
    };
  }

  private Request framed() {
    String method = random.nextBoolean() ? "GET" : oneOf(METHODS);
    var text = new StringBuilder(lineOf(method)).append("Host: ").append(host()).append("\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(oneOf(HEADERS)).append(": ").append(word()).append("\r\n");
    }
    if (method.equals("POST") && random.nextBoolean()) {
      String body = noise(random.nextInt(2_000));
      text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    } else {
      text.append("\r\n");
    }
    return new Request(text.toString().getBytes(ISO_8859_1), true, method.equals("HEAD"));
  }

  private static Request unframed(String text) {
    return new Request(text.getBytes(ISO_8859_1), false, text.startsWith("HEAD"));
  }

  private String cut() {
    String whole = lineOf("GET") + "Host: localhost\r\nX: " + noise(30) + "\r\n\r\n";
    return whole.substring(0, random.nextInt(whole.length()));
  }

  private String host() {
    return random.nextInt(10) == 0 ? word() : "localhost";
  }

  private String lineOf(String method) {
    return method + " " + target() + " HTTP/1.1\r\n";
  }

  private String target() {
    if (random.nextBoolean()) {
      String target = oneOf(NEARLY_RIGHT);
      while (target.contains("@")) {
        target = target.replaceFirst("@", Matcher.quoteReplacement(word().replace('@', 'a')));
      }
      return target;
    }
    var target = new StringBuilder(oneOf(PATHS));
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(target.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> target.insert(at, word());
        case 1 -> target.setLength(at);
        case 2 -> target.append('/').append(word());
        default -> {
          if (at < target.length()) {
            target.setCharAt(at, (char) random.nextInt(256));
          }
        }
      }
    }
    String separator = "?";
    for (int i = random.nextInt(5); i > 0; i--) {
      target.append(separator).append(random.nextInt(6) == 0 ? word() : oneOf(PARAMETERS));
      target.append(random.nextInt(8) == 0 ? "" : "=").append(word());
      separator = "&";
    }
    return target.toString();
  }

  private String word() {
    return switch (random.nextInt(8)) {
      case 0 -> noise(1 + random.nextInt(20));
      case 1 -> oneOf(ODDITIES).repeat(1 + random.nextInt(200));
      case 2 -> Long.toString(random.nextLong());
      case 3 -> Integer.toString(random.nextInt(60));
      case 4 -> "a".repeat(random.nextInt(30) == 0 ? 20_000 : 300);
      default -> oneOf(ODDITIES);
    };
  }

  /** Bytes of every kind but those that end a line or a word. */
  private String noise(int length) {
    var noise = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = (char) random.nextInt(256);
      noise.append(c == '\r' || c == '\n' || c == ' ' ? '_' : c);
    }
    return noise.toString();
  }

  private String oneOf(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
