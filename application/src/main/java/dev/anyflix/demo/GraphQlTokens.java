package dev.anyflix.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a GraphQL document into tokens; spaces, commas and comments are dropped. */
final class GraphQlTokens {

  private static final Pattern IGNORED = Pattern.compile("(?:[\\s,\\uFEFF]|#[^\\n\\r]*+)++");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\.\\.\\.|\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|[_A-Za-z]\\w*+"
              + "|-?\\d++(?:\\.\\d++)?(?:[eE][+-]?\\d++)?|[!$():=@\\[\\]{}|&]");
  private static final Pattern NAME = Pattern.compile("[_A-Za-z]\\w*");

  private GraphQlTokens() {}

  static List<String> of(String document) {
    List<String> tokens = new ArrayList<>();
    Matcher ignored = IGNORED.matcher(document);
    Matcher token = TOKEN.matcher(document);
    int at = 0;
    while (at < document.length()) {
      if (ignored.region(at, document.length()).lookingAt()) {
        at = ignored.end();
      } else if (token.region(at, document.length()).lookingAt()) {
        tokens.add(token.group());
        at = token.end();
      } else {
        throw new GraphQlSyntaxException(
            "Syntax Error: Cannot parse the unexpected character \"" + document.charAt(at) + "\".");
      }
    }
    return tokens;
  }

  static boolean isName(String token) {
    return NAME.matcher(token).matches();
  }

  /** The text that a string token stands for; only the escapes of one character are known. */
  static String unquote(String token) {
    if (token.startsWith("\"\"\"")) {
      return token.substring(3, token.length() - 3).strip();
    }
    return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
