package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.util.List;

/**
 * Passes on to a session's listener what Redis pushes about changed keys, the session's own changes
 * included. Redis pushes one message for all changes of a key in one turn of its loop, so that an
 * own change cannot be told from another's that falls together with it.
 */
final class Invalidations implements PushListener {

  private final SharedCache.Listener listener;
  private boolean hasEnded;

  Invalidations(SharedCache.Listener listener) {
    this.listener = listener;
  }

  /** Reports once that the session has ended, and nothing after that. */
  synchronized void end() {
    if (!hasEnded) {
      hasEnded = true;
      listener.closed();
    }
  }

  /** Reports that pushes of one of several servers may have been missed. */
  synchronized void missed() {
    if (!hasEnded) {
      listener.allChanged();
    }
  }

  /** Reports that another session would reach servers that this one does not. */
  synchronized void outdated() {
    if (!hasEnded) {
      listener.outdated();
    }
  }

  @Override
  public synchronized void onPushMessage(PushMessage message) {
    if (hasEnded || !message.getType().equals("invalidate")) {
      return;
    }
    List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
    if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
      keys.forEach(key -> changed(String.valueOf(key)));
    } else {
      listener.allChanged();
    }
  }

  private void changed(String key) {
    if (key.equals(Keys.GENERATIONS)) {
      listener.generationsChanged();
    } else if (key.startsWith(Keys.LOCK)) {
      Keys.lockedKey(key).ifPresent(listener::lockChanged);
    } else {
      CacheKey.parse(key).ifPresent(listener::entryChanged);
    }
  }
}
