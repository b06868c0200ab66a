package dev.anyflix.benchmarks.micro;

import dev.anyflix.domain.matching.TitleMatcher;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A title against a page of twenty candidates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TitleMatcherBenchmark {

  private final TitleMatcher matcher = new TitleMatcher();
  private final TitleQuery query = new TitleQuery("The Long Way Home", 2004, MediaKind.MOVIE);
  private final List<Media> candidates =
      IntStream.range(0, 20).mapToObj(TitleMatcherBenchmark::candidate).toList();

  private static Media candidate(int number) {
    String id = Integer.toString(number);
    String name = number == 7 ? "The Long Way Home" : "The Long Way Home, Part " + number;
    return Media.builder("tmdb:movie:" + id, "tmdb", id, MediaKind.MOVIE, Title.of(name))
        .year(1997 + number)
        .popularity((double) number)
        .build();
  }

  @Benchmark
  public TitleMatch matchAmongTwenty() {
    return matcher.match(query, candidates);
  }
}
