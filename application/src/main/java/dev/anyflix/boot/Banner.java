package dev.anyflix.boot;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what has been started, in a few lines that a person reads. */
record Banner(Settings settings, TieredCache cache, List<MediaSource> sources) {

  private static final Logger log = LoggerFactory.getLogger(Banner.class);

  void log(int port) {
    URI url = new ListenAddress(settings.get(SettingTable.HOST), port).url();
    log.info(
        "Anyflix {} on Java {} serves at {}, described at {}/docs",
        Version.current(),
        Runtime.version().feature(),
        url,
        url);
    log.info("Cache: {}", cacheMode());
    for (MediaSource source : sources) {
      SourceStatus status = source.status();
      String reason = status.reason();
      log.info("{}", reason == null ? status.name() + " is ready" : reason);
    }
    if (settings.get(SettingTable.ADMIN_TOKEN) == null) {
      log.info("Administration: open to this machine only; set ADMIN_TOKEN to reach it elsewhere");
    }
  }

  private String cacheMode() {
    if (!settings.get(SettingTable.ENABLE_CACHING)) {
      return "off, every request goes to its upstream (ENABLE_CACHING=false)";
    }
    String memory = settings.get(SettingTable.CACHE_MEMORY_MAX_MB) + " MiB of memory";
    return cache.state() == SharedState.OFF
        ? memory + " alone"
        : memory + " in front of Redis at " + redis();
  }

  private String redis() {
    return settings.get(SettingTable.REDIS_URL) == null
        ? settings.get(SettingTable.REDIS_HOST) + ":" + settings.get(SettingTable.REDIS_PORT)
        : settings.shown(SettingTable.REDIS_URL);
  }
}
