package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOADING Redis is loading the dataset in memory|DOWN|is loading its data",
        "BUSY Redis is busy running a script|TIMED_OUT|is busy",
        "OOM command not allowed when used memory > 'maxmemory'.|READ_ONLY|is full",
        "READONLY You can't write against a read only replica.|REPLICA|read-only replica",
        "MISCONF Redis is configured to save RDB snapshots|READ_ONLY|refuses writes",
        "NOAUTH Authentication required.|DOWN|username or password",
        "NOPERM this user has no permissions to run the 'eval' command|REFUSED|the command GET",
        "CROSSSLOT Keys in request don't hash to the same slot|REFUSED|CROSSSLOT",
        "MOVED 3999 192.0.2.1:6381|REFUSED|the command GET: MOVED",
      })
  void whatTheServerAnswersSaysWhatIsWrongWithIt(String answer, Reason reason, String words) {
    CacheUnavailableException failure =
        RedisErrors.of("cache:6379", "the command GET", new RedisCommandExecutionException(answer));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageContaining("cache:6379").hasMessageContaining(words);
  }
}
