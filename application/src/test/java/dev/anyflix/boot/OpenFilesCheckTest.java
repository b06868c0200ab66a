package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.doctor.CheckResult;
import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.boot.doctor.OpenFilesCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesCheckTest {

  @ParameterizedTest
  @CsvSource({"256, WARN", "1023, WARN", "1024, OK", "1048576, OK", "-1, OK"})
  void lowLimitIsAWarning(long limit, Status status) {
    assertThat(new OpenFilesCheck(limit).run())
        .extracting(CheckResult::status)
        .containsExactly(status);
  }

  @Test
  void limitOfThisProcessIsKnown() {
    assertThat(OpenFilesCheck.ofThisProcess().limit()).isNotZero();
  }
}
