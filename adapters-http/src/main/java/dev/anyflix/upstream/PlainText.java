package dev.anyflix.upstream;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the HTML of descriptions into plain text. */
public final class PlainText {

  private static final Pattern BREAK =
      Pattern.compile("<(?:br|/p|/div|/li)\\b[^<>]{0,200}>[ \\t]*\\n?", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z!][^<>]{0,2000}>");
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|\\w{2,8});");
  private static final Pattern SPACES = Pattern.compile("[ \\t\\x0B\\f\\u00A0]+");

  /** Only met where no carriage return is left, which would make it look at a gap over and over. */
  private static final Pattern GAPS = Pattern.compile("\\s*\\n\\s*");

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("mdash", "\u2014"),
          Map.entry("ndash", "\u2013"),
          Map.entry("hellip", "\u2026"),
          Map.entry("lsquo", "\u2018"),
          Map.entry("rsquo", "\u2019"),
          Map.entry("ldquo", "\u201C"),
          Map.entry("rdquo", "\u201D"),
          Map.entry("eacute", "\u00E9"),
          Map.entry("times", "\u00D7"),
          Map.entry("deg", "\u00B0"),
          Map.entry("bull", "\u2022"),
          Map.entry("trade", "\u2122"),
          Map.entry("copy", "\u00A9"),
          Map.entry("reg", "\u00AE"));

  private PlainText() {}

  /**
   * Without tags, entities resolved, line breaks kept, at most one empty line in a row.
   *
   * @return null when nothing is left
   */
  public static @Nullable String of(@Nullable String html) {
    if (html == null) {
      return null;
    }
    String text = BREAK.matcher(html.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("\n");
    text = TAG.matcher(text).replaceAll("");
    text = ENTITY.matcher(text).replaceAll(PlainText::character);
    text = SPACES.matcher(text).replaceAll(" ");
    text = GAPS.matcher(text).replaceAll(gap -> lines(gap) > 1 ? "\n\n" : "\n").strip();
    return text.isEmpty() ? null : text;
  }

  private static long lines(MatchResult gap) {
    return gap.group().chars().filter(c -> c == '\n').count();
  }

  private static String character(MatchResult entity) {
    String name = entity.group(1);
    String known = NAMED.get(name);
    if (name.startsWith("#")) {
      boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
      int code =
          hex
              ? Integer.parseInt(name, 2, name.length(), 16)
              : Integer.parseInt(name, 1, name.length(), 10);
      boolean shown =
          Character.isValidCodePoint(code)
              && !Character.isISOControl(code)
              && (code < 0xD800 || code > 0xDFFF);
      known = shown ? Character.toString(code) : "";
    }
    return Matcher.quoteReplacement(known == null ? entity.group() : known);
  }
}
