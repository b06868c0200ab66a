package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a session's listener what Redis pushes about changed keys, the session's own changes left
 * out.
 *
 * <p>Redis can leave out a connection's own changes (NOLOOP), but not those that its scripts make.
 * So every change comes back, always behind the answer of the command that made it: the answer
 * announces the echo, and the echo is dropped. Changes of one key that Redis makes in the same turn
 * of its loop come as one push, so that another's change that falls together with an own one goes
 * unheard; NOLOOP does the same.
 */
final class Invalidations implements PushListener {

  private final SharedCache.Listener listener;
  private final Set<String> tracked;
  private final Set<String> echoes = new HashSet<>();
  private boolean ended;

  Invalidations(SharedCache.Listener listener, Set<String> tracked) {
    this.listener = listener;
    this.tracked = tracked;
  }

  /** Announces that an own change of an entry is about to be pushed. */
  void ownEntry(CacheKey key) {
    if (tracked.contains(key.prefix())) {
      own(key.toString());
    }
  }

  /** Announces that an own change of a key outside the operations' prefixes is about to come. */
  synchronized void own(String key) {
    echoes.add(key);
  }

  /** Tells the listener once that the session has ended, and nothing after that. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      listener.closed();
    }
  }

  @Override
  public synchronized void onPushMessage(PushMessage message) {
    if (ended || !message.getType().equals("invalidate")) {
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
    if (echoes.remove(key)) {
      return;
    }
    if (key.equals(Keys.GENERATIONS)) {
      listener.generationsChanged();
    } else if (key.startsWith(Keys.LOAD)) {
      CacheKey.parse(key.substring(Keys.LOAD.length())).ifPresent(listener::loadChanged);
    } else {
      CacheKey.parse(key).ifPresent(listener::entryChanged);
    }
  }
}
