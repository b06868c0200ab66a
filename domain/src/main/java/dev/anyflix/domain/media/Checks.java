package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.nio.charset.StandardCharsets;
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

  void done() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }

  private void reject(String parameter, String detail) {
    problems.add(new Problem(parameter, detail));
  }
}
