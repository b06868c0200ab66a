package dev.anyflix.upstream;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** Converts HTML to plain text; jsoup parses it. */
public final class PlainText {

  /** The most characters of HTML that are converted; the rest is dropped. */
  static final int MAX_LENGTH = 100_000;

  /** A "less than" sign that begins no complete tag; jsoup would drop the text after it. */
  private static final Pattern NO_TAG = Pattern.compile("<(?!/?[a-zA-Z!][^<>]{0,2000}>)");

  private static final Pattern SPACES = Pattern.compile("[ \\t\\x0B\\f\\u00A0]+");
  private static final Pattern GAP = Pattern.compile("\\s*\\n\\s*");
  private static final Pattern LINE_START = Pattern.compile("^[ \\t]*\\n?");

  private PlainText() {}

  /**
   * The text without tags, spoilers and control characters, with entities decoded, line breaks kept
   * and at most one empty line in a row.
   *
   * @return null when nothing is left
   */
  public static @Nullable String ofHtml(@Nullable String html) {
    if (html == null) {
      return null;
    }
    String clipped = html.length() > MAX_LENGTH ? html.substring(0, MAX_LENGTH) : html;
    String lines = clipped.replace("\r\n", "\n").replace('\r', '\n');
    Element body = Jsoup.parseBodyFragment(NO_TAG.matcher(lines).replaceAll("&lt;")).body();
    body.select("[class*=spoiler]").remove();
    Text visitor = new Text();
    body.traverse(visitor);
    String text = CleanText.of(visitor.text.toString().replace("\uFFFD", ""));
    text = SPACES.matcher(text).replaceAll(" ");
    text = GAP.matcher(text).replaceAll(gap -> lineBreaks(gap) > 1 ? "\n\n" : "\n").strip();
    return text.isEmpty() ? null : text;
  }

  private static long lineBreaks(MatchResult gap) {
    return gap.group().chars().filter(c -> c == '\n').count();
  }

  /** Collects the text of a tree. A line break in the source after a break tag is part of it. */
  private static final class Text implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private boolean afterBreak;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        String added = words.getWholeText();
        text.append(afterBreak ? LINE_START.matcher(added).replaceFirst("") : added);
        afterBreak &= added.isEmpty();
      } else if (node instanceof Element element) {
        if (element.normalName().equals("br")) {
          text.append('\n');
          afterBreak = true;
        } else {
          beginLine(element);
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        beginLine(element);
      }
    }

    private void beginLine(Element element) {
      if (!element.isBlock() || text.isEmpty()) {
        return;
      }
      if (text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
      afterBreak = true;
    }
  }
}
