package dev.anyflix.core;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An upstream that numbers its answers, so that a test can tell which one was served. */
final class Oracle {

  private final AtomicInteger calls = new AtomicInteger();
  private final List<Call> asked = new CopyOnWriteArrayList<>();
  private volatile @Nullable MediaSourceException failure;
  private volatile @Nullable CountDownLatch held;
  private volatile @Nullable Throwable fault;
  private volatile boolean confirms;
  private volatile boolean isNull;
  private volatile boolean refusesBackground;

  Answer<Media> media(MediaById request, Call call) {
    int version = calls.incrementAndGet();
    asked.add(call);
    await(held);
    if (fault instanceof Error error) {
      throw error;
    }
    if (fault instanceof RuntimeException exception) {
      throw exception;
    }
    if (isNull) {
      return null;
    }
    MediaSourceException failing = failure;
    if (failing != null) {
      throw failing;
    }
    if (refusesBackground && call.urgency() == Urgency.BACKGROUND) {
      throw new MediaSourceException(Kind.RATE_LIMITED, "What is left is for those who wait.");
    }
    if (confirms && call.validator() != null) {
      return new Answer.NotModified<>();
    }
    Media media =
        Media.builder(
                "test:" + request.id(),
                "test",
                Integer.toString(request.id()),
                MediaKind.MOVIE,
                Title.of("version " + version))
            .build();
    return new Answer.Value<>(media, "\"" + version + "\"");
  }

  private static void await(@Nullable CountDownLatch latch) {
    try {
      if (latch != null) {
        latch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int calls() {
    return calls.get();
  }

  List<Call> asked() {
    return asked;
  }

  /** From now on calls fail for a reason that only this instance suffers. */
  void failWith(Kind kind) {
    failure = new MediaSourceException(kind, "The upstream is " + kind + ".");
  }

  /** From now on the upstream itself answers with a failure. */
  void answerWith(Kind kind) {
    failure = MediaSourceException.fromUpstream(kind, "The upstream is " + kind + ".", null, null);
  }

  /** From now on calls throw what the port does not declare. */
  void throwUndeclared(Throwable undeclared) {
    fault = undeclared;
  }

  /** From now on the answer is null, which the port does not allow. */
  void answerNull() {
    isNull = true;
  }

  void recover() {
    failure = null;
    fault = null;
  }

  /** From now on the budget has nothing left for calls that nobody waits for. */
  void refuseBackground() {
    refusesBackground = true;
  }

  void confirmWhatIsHeld() {
    confirms = true;
  }

  /** Holds every call until the latch returned is counted down. */
  CountDownLatch hold() {
    var latch = new CountDownLatch(1);
    held = latch;
    return latch;
  }

  void release() {
    CountDownLatch latch = held;
    held = null;
    if (latch != null) {
      latch.countDown();
    }
  }
}
