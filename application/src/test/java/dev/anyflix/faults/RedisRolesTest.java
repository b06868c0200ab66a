package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A primary that becomes a replica, and sentinels that are away. */
@Tag("faults")
final class RedisRolesTest {

  private final Client client = new Client();

  @Test
  void demotedPrimaryBehindAFixedAddressIsLeftWithoutAWrite() {
    try (var oracle = new OracleUpstream();
        RedisProcess first = RedisProcess.start();
        RedisProcess second = RedisProcess.start("--repl-diskless-sync-delay", "0");
        TcpProxy address = TcpProxy.to(first.host(), first.port());
        var service = ServiceProcess.start(Faults.settings(oracle, address.port()))) {
      Faults.awaitState(client, service.url(), "up");
      assertThat(client.get(service.url(), 1).ok()).isTrue();
      replicate(second, first);

      second.command("REPLICAOF", "NO", "ONE");
      first.command("REPLICAOF", second.host(), Integer.toString(second.port()));
      long noticed = Faults.awaitState(client, service.url(), "read_only");
      assertThat(client.post(service.url(), "/admin/cache/clear/anilist")).contains("pending");
      address.leadTo(second.host(), second.port());
      long left = Faults.awaitState(client, service.url(), "up");

      Faults.report(
          "demotion noticed after %d ms, new primary in use after another %d ms", noticed, left);
      assertThat(noticed).isLessThan(1000);
      assertThat(left).isLessThan(5000);
      assertThat(client.text(service.url(), "/admin/cache/stats")).contains("\"pendingClears\":0");
      assertThat(client.get(service.url(), 1).version()).isEqualTo(2);
      assertThat(second.command("EXISTS", "anyflix:generations")).isEqualTo(":1\r\n");
      assertThat(warnings(service, "takes no writes")).hasSize(1);
      assertThat(service.log()).doesNotContain("io.lettuce", "io.netty", "Exception");
    }
  }

  private static void replicate(RedisProcess replica, RedisProcess primary) {
    replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
    Awaitility.await()
        .until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
  }

  @Test
  void absentSentinelsAreOneWarningWithoutNamesOfClasses() {
    try (var oracle = new OracleUpstream()) {
      Map<String, String> settings = new HashMap<>(Faults.settings(oracle, 1));
      settings.put("REDIS_URL", "redis-sentinel://127.0.0.1:1,127.0.0.1:2/0#mymaster");
      try (var service = ServiceProcess.start(settings)) {
        Faults.awaitState(client, service.url(), "down");
        client.steadily(service.url(), 5, Duration.ofSeconds(4), n -> 1);

        assertThat(warnings(service, "Redis"))
            .hasSize(1)
            .first()
            .asString()
            .contains("unavailable");
        assertThat(service.log()).doesNotContain("io.lettuce", "io.netty", "Exception");
      }
    }
  }

  private static List<String> warnings(ServiceProcess service, String text) {
    return service
        .log()
        .lines()
        .filter(line -> line.contains("WARN") && line.contains(text))
        .toList();
  }
}
