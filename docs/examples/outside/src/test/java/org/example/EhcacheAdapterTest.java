package org.example;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

final class EhcacheAdapterTest extends CachePortContract {

  @TempDir private Path folder;

  @Override
  protected CachePort emptyCache() {
    return new EhcacheAdapter(folder, 20, Clock.systemUTC());
  }
}
