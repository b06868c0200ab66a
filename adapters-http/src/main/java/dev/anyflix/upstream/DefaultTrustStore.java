package dev.anyflix.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The trust store that comes with Java. Immutable.
 *
 * @param properties the system properties
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/25/security/java-secure-socket-extension-jsse-reference-guide.html">
 *     JSSE Reference Guide, creating an X509TrustManager</a>
 */
public record DefaultTrustStore(Properties properties) {

  /** What every setting of TLS begins with. */
  private static final String SETTING = "javax.net.ssl.";

  /** A store without a certificate is smaller. */
  private static final long LEAST_BYTES = 1024;

  /** That of this Java machine. */
  public static DefaultTrustStore ofThisProcess() {
    return new DefaultTrustStore(System.getProperties());
  }

  /** Whether the store is there and no property replaces it; its contents are not read. */
  public boolean isInUse() {
    return properties.stringPropertyNames().stream().noneMatch(name -> name.startsWith(SETTING))
        && isFilled(file());
  }

  private Path file() {
    Path folder = Path.of(properties.getProperty("java.home"), "lib", "security");
    Path preferred = folder.resolve("jssecacerts");
    return Files.exists(preferred) ? preferred : folder.resolve("cacerts");
  }

  private static boolean isFilled(Path file) {
    try {
      return Files.isReadable(file) && Files.size(file) >= LEAST_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
