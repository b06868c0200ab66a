package dev.anyflix.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The trust store that comes with Java.
 *
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/25/security/java-secure-socket-extension-jsse-reference-guide.html">
 *     JSSE Reference Guide, creating an X509TrustManager</a>
 */
public final class DefaultTrustStore {

  /** What every setting of TLS begins with. */
  private static final String SETTING = "javax.net.ssl.";

  /** A store without a certificate is smaller. */
  private static final long LEAST_BYTES = 1024;

  private DefaultTrustStore() {}

  /** Whether the store is there and no system property replaces it; its contents are not read. */
  public static boolean isInUse() {
    return isInUse(System.getProperties());
  }

  static boolean isInUse(Properties properties) {
    return properties.stringPropertyNames().stream().noneMatch(name -> name.startsWith(SETTING))
        && isFilled(file(properties.getProperty("java.home")));
  }

  private static Path file(String javaHome) {
    Path folder = Path.of(javaHome, "lib", "security");
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
