package dev.anyflix.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallPermitTest {

  @Test
  void permitIsUsedExactlyOnce() {
    CallPermit permit = CallPermit.granted();

    assertThat(permit.use()).isTrue();
    assertThat(permit.use()).isFalse();
  }

  @Test
  void onlyOneOfManyThreadsUsesThePermit() {
    CallPermit permit = CallPermit.granted();

    var uses = Stream.generate(() -> CompletableFuture.supplyAsync(permit::use)).limit(64).toList();

    assertThat(uses.stream().filter(CompletableFuture::join)).hasSize(1);
  }
}
