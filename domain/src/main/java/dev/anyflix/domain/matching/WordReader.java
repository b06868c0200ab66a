package dev.anyflix.domain.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the words of one title and reads its numbers on the way. Not thread safe. */
final class WordReader {

  private static final Set<String> SEASONS =
      Set.of("season", "series", "saison", "staffel", "temporada", "stagione");
  private static final Set<String> PARTS =
      Set.of("part", "pt", "vol", "volume", "chapter", "episode", "ep", "teil", "cour");
  private static final Pattern SHORT_SEASON = Pattern.compile("s([0-9]{1,2})(e[0-9]{1,4})?");
  private static final Pattern CROSSED_EPISODE = Pattern.compile("([0-9]{1,2})x[0-9]{2,3}");
  private static final Pattern GLUED_NUMBER = Pattern.compile("(\\p{L}{3,})([0-9]{1,2})");

  private final List<String> words = new ArrayList<>();
  private int season = -1;
  private @Nullable Integer seasonNumber;
  private boolean complete;

  /** Reads one segment; words after the mark of an episode are the episode's own. */
  void read(List<String> segment) {
    for (int i = 0; i < segment.size() && !complete; i++) {
      String next = i + 1 < segment.size() ? segment.get(i + 1) : "";
      if (readPair(segment.get(i), next)) {
        i++;
      } else {
        String before = i == 0 ? "" : segment.get(i - 1);
        readOne(segment.get(i), before, next.isEmpty());
      }
    }
  }

  NormalizedTitle title(String joined, List<NormalizedTitle> segments) {
    return NormalizedTitle.of(joined, List.copyOf(words), season, seasonNumber, segments);
  }

  private boolean readPair(String word, String next) {
    if (words.isEmpty()) {
      return false;
    }
    if (SEASONS.contains(word) && Numbers.counted(next).isPresent()) {
      beginSeason(Numbers.counted(next).getAsInt());
      return true;
    }
    if (SEASONS.contains(next) && Numbers.ordinal(word).isPresent()) {
      beginSeason(Numbers.ordinal(word).getAsInt());
      return true;
    }
    if (SEASONS.contains(next) && word.equals("final")) {
      season = season < 0 ? words.size() : season;
      words.add(word);
      return true;
    }
    if (PARTS.contains(word) && Numbers.counted(next).isPresent()) {
      addSequel(Numbers.counted(next).getAsInt());
      return true;
    }
    return false;
  }

  private void readOne(String word, String before, boolean last) {
    Matcher shortSeason = SHORT_SEASON.matcher(word);
    Matcher crossed = CROSSED_EPISODE.matcher(word);
    Matcher glued = GLUED_NUMBER.matcher(word);
    boolean first = words.isEmpty();
    if (!first && shortSeason.matches()) {
      beginSeason(Integer.parseInt(shortSeason.group(1)));
      complete = shortSeason.group(2) != null;
    } else if (!first && crossed.matches()) {
      beginSeason(Integer.parseInt(crossed.group(1)));
      complete = true;
    } else if (glued.matches()) {
      words.add(glued.group(1));
      addSequel(Integer.parseInt(glued.group(2)));
    } else {
      addWord(word, !first && !before.equals("and"), last);
    }
  }

  private void addWord(String word, boolean mayCount, boolean last) {
    OptionalInt digits = Numbers.digits(word);
    OptionalInt roman = Numbers.roman(word);
    OptionalInt spelled = Numbers.spelled(word);
    if (mayCount && roman.isPresent() && (last || word.length() > 1)) {
      addSequel(roman.getAsInt());
    } else if (mayCount && digits.isPresent() && last) {
      addSequel(digits.getAsInt());
    } else if (digits.isPresent()) {
      words.add(word);
    } else if (spelled.isPresent()) {
      words.add(Integer.toString(spelled.getAsInt()));
    } else {
      words.add(word.equals("vs") || word.equals("versus") ? "v" : word);
    }
  }

  private void beginSeason(int number) {
    if (season < 0) {
      season = words.size();
      seasonNumber = number;
    }
    addSequel(number);
  }

  private void addSequel(int number) {
    if (number != 1) {
      words.add(Integer.toString(number));
    }
  }
}
