package dev.anyflix.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GraphQL query in the form that the service sends: {@code Media}, a {@code Page} of media or of
 * air times, or the collections of genres and tags; all arguments are variables.
 *
 * <p>The text is recognised, not parsed: the root field is the word after the first brace, and
 * {@code name: $variable} is an argument anywhere in the text. Literal arguments and selections are
 * ignored.
 *
 * @param root the kind of the root field
 * @param arguments the arguments by their name in AniList's schema; null values are left out
 */
record AniListDocument(Root root, Map<String, JsonNode> arguments) {

  /** The root fields that the demo answers. */
  enum Root {
    MEDIA,
    PAGE,
    SCHEDULE,
    GENRES
  }

  private static final Pattern ROOT = Pattern.compile("\\A\\s*(?:query\\b[^{]*)?\\{\\s*(\\w+)");
  private static final Pattern ARGUMENT = Pattern.compile("(\\w+)\\s*:\\s*\\$(\\w+)");

  AniListDocument {
    arguments = Map.copyOf(arguments);
  }

  /** Recognises a query; empty if its root field is another one. */
  static Optional<AniListDocument> recognise(String text, JsonNode variables) {
    Matcher root = ROOT.matcher(text);
    if (!root.find()) {
      return Optional.empty();
    }
    Root kind =
        switch (root.group(1)) {
          case "Media" -> Root.MEDIA;
          case "Page" -> text.contains("airingSchedules") ? Root.SCHEDULE : Root.PAGE;
          case "GenreCollection", "MediaTagCollection", "genres", "tags" -> Root.GENRES;
          default -> null;
        };
    return kind == null
        ? Optional.empty()
        : Optional.of(new AniListDocument(kind, arguments(text, variables)));
  }

  private static Map<String, JsonNode> arguments(String text, JsonNode variables) {
    Map<String, JsonNode> arguments = new LinkedHashMap<>();
    Matcher argument = ARGUMENT.matcher(text);
    while (argument.find()) {
      JsonNode value = variables.path(argument.group(2));
      if (!value.isMissingNode() && !value.isNull()) {
        arguments.put(argument.group(1), value);
      }
    }
    return arguments;
  }
}
