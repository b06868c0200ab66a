package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.redis.Certificates.Issued;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts of the ports for a fleet on a cluster. Connections use TLS and a client
 * certificate; the user has the least rights.
 */
@Tag("faults")
final class RedisClusterTlsTest extends RedisContracts {

  @TempDir static Path directory;

  private static Certificates certificates;
  private static RedisTls identified;
  private static RedisCluster cluster;
  private static RedisConnector connector;

  @BeforeAll
  static void start() {
    certificates = Certificates.in(directory);
    Issued server = certificates.issue("redis", "127.0.0.1");
    Issued client = certificates.issue("client", "client");
    identified = new RedisTls(certificates.authority(), client.certificate(), client.key());
    cluster =
        RedisCluster.startWithTls(
            3,
            Duration.ofSeconds(15),
            "--tls-cert-file",
            server.certificate().toString(),
            "--tls-key-file",
            server.key().toString(),
            "--tls-ca-cert-file",
            certificates.authority().toString(),
            "--tls-auth-clients",
            "yes");
    cluster.nodes().forEach(node -> LeastRights.createUser(node, "+cluster|slots", "+asking"));
    connector = new RedisConnector(settings(identified));
  }

  @AfterAll
  static void stop() {
    connector.close();
    cluster.close();
  }

  private static RedisSettings settings(RedisTls tls) {
    RedisProcess node = cluster.nodes().get(1);
    String address = node.host() + ":" + node.tlsPort();
    return TestSettings.at("rediss://" + LeastRights.login() + address, tls);
  }

  @Override
  SharedCache.Connector emptyServer() {
    cluster.flush();
    return connector;
  }

  @Override
  boolean namesTheServer() {
    return false;
  }

  @Test
  void primariesAreReachedUnderTheirPortsWithTls() {
    Usable usable = (Usable) new RedisProbe(settings(identified)).examine();

    assertThat(usable.refusals()).isEmpty();
    assertThat(usable.toString()).contains("a cluster of 3 primaries");
    try (RedisCache session = connector.session(new NoListener())) {
      assertThat(session.topology()).isEqualTo(", a cluster of 3 primaries");
    }
  }

  @Test
  void missingClientCertificateIsNamed() {
    var anonymous = new RedisTls(certificates.authority(), null, null);

    Trouble trouble = (Trouble) new RedisProbe(settings(anonymous)).examine();

    assertThat(trouble.problem()).endsWith("it requires a client certificate that it trusts");
  }
}
