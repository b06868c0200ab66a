package dev.anyflix.upstream.anilist;

import dev.anyflix.upstream.PlainText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts AniList's descriptions, Markdown with HTML tags and spoilers, to plain text.
 *
 * @see <a href="https://anilist.co/forum/thread/6125">AniList's Markdown</a>
 */
final class AniListMarkdown {

  private static final Pattern EMBED =
      Pattern.compile("(?:img[0-9]{0,4}%?|youtube|webm)\\([^()\\s]{1,500}\\)");
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\[\\]\\n]{1,300})\\]\\([^()\\s]{1,500}\\)");
  private static final Pattern BOLD =
      Pattern.compile("(__|\\*\\*|~~~)(?=\\S)([^\\n]{0,1000}?\\S)\\1");
  private static final Pattern ITALIC =
      Pattern.compile("(?<![\\w*])([_*])(?=[^\\s_*])([^\\n_*]{1,1000})(?<!\\s)\\1(?![\\w*])");

  private AniListMarkdown() {}

  static @Nullable String plainText(@Nullable String markdown) {
    String text = PlainText.ofHtml(markdown == null ? null : withoutSpoilers(markdown));
    if (text == null) {
      return null;
    }
    text = EMBED.matcher(text).replaceAll("");
    text = LINK.matcher(text).replaceAll("$1");
    text = BOLD.matcher(text).replaceAll("$2");
    text = ITALIC.matcher(text).replaceAll("$2").strip();
    return text.isEmpty() ? null : text;
  }

  /** Removes what is between {@code ~!} and {@code !~}. */
  private static String withoutSpoilers(String markdown) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    while (true) {
      int start = markdown.indexOf("~!", from);
      int end = start < 0 ? -1 : markdown.indexOf("!~", start + 2);
      if (end < 0) {
        return kept.append(markdown, from, markdown.length()).toString();
      }
      kept.append(markdown, from, start);
      from = end + 2;
    }
  }
}
