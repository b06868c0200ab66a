package dev.anyflix.boot;

import dev.anyflix.settings.Settings;

/** The whole service again, with every answer, hits too, coming from its route. */
final class ServiceByRoutesTest extends ServiceTest {

  @Override
  App.Assembly assembly(Settings settings) {
    return super.assembly(settings).withoutShortcut();
  }
}
