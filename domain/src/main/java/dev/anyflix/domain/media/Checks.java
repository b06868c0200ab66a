package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the parameters of one request. Not thread safe. */
final class Checks {

  static final int MAX_TEXT = 200;

  private final List<Problem> problems = new ArrayList<>();

  Checks range(String parameter, @Nullable Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      reject(parameter, "must be " + min + " to " + max);
    }
    return this;
  }

  Checks paging(int page, int maxPage, int perPage) {
    return range("page", page, 1, maxPage).range("perPage", perPage, 1, PageRequest.MAX_PER_PAGE);
  }

  Checks text(String parameter, @Nullable String value) {
    if (value == null) {
      return this;
    }
    int length = value.codePointCount(0, value.length());
    if (value.isBlank() || length > MAX_TEXT) {
      reject(parameter, "must have 1 to " + MAX_TEXT + " characters that are not all spaces");
    } else if (value.chars().anyMatch(Character::isISOControl)) {
      reject(parameter, "must not have control characters");
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      reject(parameter, "must be well-formed Unicode");
    }
    return this;
  }

  Checks texts(String parameter, List<String> values) {
    if (values.size() > 20) {
      reject(parameter, "must be given at most 20 times");
    }
    values.forEach(value -> text(parameter, value));
    return this;
  }

  Checks distinct(String parameter, List<?> values, int max) {
    if (values.isEmpty() || values.size() > max) {
      reject(parameter, "must have 1 to " + max + " values");
    } else if (Set.copyOf(values).size() < values.size()) {
      reject(parameter, "must not repeat a value");
    }
    return this;
  }

  /** The point in time must be one that a number of 32 bits can hold. */
  Checks epochSecond(String parameter, Instant value) {
    if (value.getEpochSecond() < 0 || value.getEpochSecond() >= Integer.MAX_VALUE) {
      reject(parameter, "must be from 1970-01-01 to 2038-01-18");
    }
    return this;
  }

  /** The end of a period must be after its start, and not too long after it. */
  Checks period(String parameter, Instant from, Instant to, Duration longest) {
    if (!to.isAfter(from) || Duration.between(from, to).compareTo(longest) > 0) {
      reject(parameter, "must be after from by at most " + longest.toDays() + " days");
    }
    return this;
  }

  void done() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }

  private void reject(String parameter, String detail) {
    problems.add(new Problem(parameter, detail));
  }
}
