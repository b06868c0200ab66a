package dev.anyflix.boot;

import dev.anyflix.settings.Settings;

/** The two instances again, with every answer, hits too, coming from its route. */
final class RedisServiceByRoutesTest extends RedisServiceTest {

  @Override
  App.Assembly assembly(Settings settings) {
    return super.assembly(settings).withoutShortcut();
  }
}
