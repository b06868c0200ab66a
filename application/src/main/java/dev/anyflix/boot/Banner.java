package dev.anyflix.boot;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.SharedStatus;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines after the start: version, address, cache mode, sources and access. */
record Banner(Settings settings, Assembly assembly, TieredCache cache, List<MediaSource> sources) {

  private static final Logger log = LoggerFactory.getLogger(Banner.class);

  /**
   * Logs the lines.
   *
   * @param port the port that the service listens on; null for none
   */
  void log(@Nullable Integer port) {
    int java = Runtime.version().feature();
    if (port == null) {
      log.info("Anyflix {} (Java {}) runs without a port", Version.current(), java);
    } else {
      URI url = new ListenAddress(settings.get(SettingTable.HOST), port).url();
      log.info(
          "Anyflix {} (Java {}) listens on {}; API documentation: {}/docs",
          Version.current(),
          java,
          url,
          url);
    }
    log.info("Cache: {}", cacheMode());
    List<SourceStatus> statuses = sources.stream().map(MediaSource::status).toList();
    String ready =
        statuses.stream()
            .filter(status -> status.reason() == null)
            .map(SourceStatus::name)
            .collect(Collectors.joining(", "));
    log.info("Sources: {}", ready.isEmpty() ? "none" : ready);
    statuses.stream().map(SourceStatus::reason).filter(Objects::nonNull).forEach(log::info);
    String proxies = assembly.needsHttp() ? Sources.proxyDescription(settings) : "";
    if (!proxies.isEmpty()) {
      log.info("Upstream proxies: {}", proxies);
    }
    if (port != null && settings.get(SettingTable.ADMIN_TOKEN) == null) {
      log.info(
          "Admin API: accessible from this machine only. Set ADMIN_TOKEN for remote access or behind any proxy");
    }
  }

  private String cacheMode() {
    if (!settings.get(SettingTable.ENABLE_CACHING)) {
      return "off (ENABLE_CACHING=false); every request goes to its upstream";
    }
    String memory =
        assembly.cache == null || assembly.cache.mayBlock()
            ? "memory (at most " + settings.get(SettingTable.CACHE_MEMORY_MAX_MB) + " MiB)"
            : assembly.cache.name();
    return cache.state() == SharedState.OFF ? memory + " only" : memory + " and " + shared();
  }

  private String shared() {
    SharedStatus status = cache.sharedStatus();
    String address = status.address();
    return address == null || address.isEmpty() ? status.name() : status.name() + " at " + address;
  }
}
