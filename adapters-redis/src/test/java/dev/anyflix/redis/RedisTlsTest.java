package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.Certificates.Issued;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections with TLS to servers with certificates of a private CA. */
class RedisTlsTest {

  private static final String[] LOOPBACK = {"localhost", "127.0.0.1"};

  @TempDir static Path directory;
  @TempDir static Path strangers;

  private static Certificates certificates;
  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    certificates = Certificates.in(directory);
    redis = server(certificates.issue("redis", LOOPBACK), "no");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisProcess server(Issued issued, String authenticateClients) {
    return RedisProcess.startWithTls(
        "--tls-cert-file",
        issued.certificate().toString(),
        "--tls-key-file",
        issued.key().toString(),
        "--tls-ca-cert-file",
        certificates.authority().toString(),
        "--tls-auth-clients",
        authenticateClients);
  }

  private static RedisTls trusting() {
    return new RedisTls(certificates.authority(), null, null);
  }

  private static RedisProbe.Result examine(RedisProcess server, RedisTls tls) {
    return examine("rediss://127.0.0.1:" + server.tlsPort(), tls);
  }

  private static RedisProbe.Result examine(String url, RedisTls tls) {
    return new RedisProbe(TestSettings.at(url, tls)).examine();
  }

  private static Trouble trouble(RedisProcess server, RedisTls tls) {
    RedisProbe.Result result = examine(server, tls);
    assertThat(result).isInstanceOf(Trouble.class);
    return (Trouble) result;
  }

  @Test
  void certificateOfATrustedPrivateCaIsAccepted() {
    assertThat(examine(redis, trusting())).isInstanceOf(Usable.class);
  }

  @Test
  void unknownCaIsNamedWithTheSettingThatTrustsIt() {
    Trouble unknown = trouble(redis, RedisTls.DEFAULT);

    assertThat(unknown.problem()).endsWith("its TLS certificate is from an unknown CA");
    assertThat(unknown.advice()).contains("REDIS_CA_FILE");
    RedisTls other = new RedisTls(Certificates.in(strangers).authority(), null, null);
    assertThat(trouble(redis, other).problem()).endsWith("from an unknown CA");
  }

  @Test
  void certificateForAnotherNameIsRefusedUnlessOnlyTheCaIsVerified() {
    try (RedisProcess other = server(certificates.issue("other", "elsewhere"), "no")) {
      Trouble wrongName = trouble(other, trusting());

      assertThat(wrongName.problem()).endsWith("its TLS certificate is for another host name");
      assertThat(wrongName.advice()).contains("REDIS_URL");
      String url = "rediss://localhost:" + other.tlsPort();
      assertThat(examine(url, trusting())).isInstanceOf(Trouble.class);
      assertThat(examine(url + "?verifyPeer=CA", trusting())).isInstanceOf(Usable.class);
    }
  }

  @Test
  void expiredCertificateIsNamed() {
    try (RedisProcess old = server(certificates.issueExpired("old", LOOPBACK), "no")) {
      Trouble expired = trouble(old, trusting());

      assertThat(expired.problem()).endsWith("its TLS certificate has expired");
      assertThat(expired.advice()).contains("Renew");
    }
  }

  @Test
  void clientCertificateIsSentWhereTheServerRequiresOne() {
    Issued client = certificates.issue("client", "client");
    try (RedisProcess strict = server(certificates.issue("strict", LOOPBACK), "yes")) {
      RedisTls identified =
          new RedisTls(certificates.authority(), client.certificate(), client.key());
      assertThat(examine(strict, identified)).isInstanceOf(Usable.class);

      Trouble anonymous = trouble(strict, trusting());

      assertThat(anonymous.problem()).endsWith("it requires a client certificate that it trusts");
      assertThat(anonymous.advice()).contains("REDIS_CERT_FILE", "REDIS_KEY_FILE");
    }
  }

  @Test
  void portWithoutTlsIsNamed() {
    String url = "rediss://127.0.0.1:" + redis.port();
    var settings = TestSettings.at(url, trusting(), Duration.ofSeconds(1));
    Trouble plain = (Trouble) new RedisProbe(settings).examine();

    assertThat(plain.problem()).contains("Redis at " + url);
    assertThat(plain.advice()).contains("rediss://");
  }
}
