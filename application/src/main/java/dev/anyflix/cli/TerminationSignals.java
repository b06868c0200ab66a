package dev.anyflix.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that end the process. The first one makes the JVM run its shutdown hooks and exit
 * with 128 and the number of the signal; the JVM ignores further ones.
 *
 * <p>Handlers are only in the module jdk.unsupported, whose types the compiler always warns of;
 * therefore they are used by reflection.
 */
final class TerminationSignals {

  private static final Logger log = LoggerFactory.getLogger(TerminationSignals.class);
  private static final List<String> NAMES = List.of("TERM", "INT");
  private static final int SIGNALLED = 128;

  private TerminationSignals() {}

  /** Makes the next signal end the process at once. To be called by a shutdown hook. */
  static void endAtOnceOnNext() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halting =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  int number = (int) signal.getMethod("getNumber").invoke(arguments[0]);
                  Runtime.getRuntime().halt(SIGNALLED + number);
                }
                return null;
              });
      for (String name : NAMES) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), halting);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.debug("A second signal will not end the process sooner", e);
    }
  }
}
