package dev.anyflix.settings;

import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The address that the service listens on.
 *
 * @param host host name or IP address; {@code 0.0.0.0} and {@code ::} mean all interfaces
 * @param port the port, or 0 for any free one
 */
public record ListenAddress(String host, int port) {

  /** The address in the settings. */
  public static ListenAddress of(Settings settings) {
    return new ListenAddress(settings.get(SettingTable.HOST), settings.get(SettingTable.PORT));
  }

  /** The URL of the service on this machine. */
  public URI url() {
    String name =
        switch (host) {
          case "0.0.0.0", "::", "[::]" -> "localhost";
          default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    return URI.create("http://" + name + ":" + port);
  }

  /**
   * The reason why the service cannot listen.
   *
   * @param problem what is wrong
   * @param action what to do
   */
  public record Failure(String problem, String action) {

    @Override
    public String toString() {
      return problem + ". " + action;
    }
  }

  /** Explains an exception of an attempt to listen. */
  public Failure explain(Throwable exception) {
    if (!isLocal()) {
      return new Failure(
          "HOST " + host + " is not an address of this machine",
          "Set HOST to a local address, or to 0.0.0.0 for all interfaces.");
    }
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof SocketException && message.contains("permission")) {
        return new Failure(
            "No permission to listen on port " + port, "Set PORT to 1024 or higher.");
      }
      if (cause instanceof BindException) {
        return new Failure(
            "Port %d of %s is in use".formatted(port, host),
            "Stop the other program or set PORT to another port.");
      }
    }
    return new Failure("Cannot listen on %s port %d".formatted(host, port), "Change HOST or PORT.");
  }

  /** Whether the host is an address of this machine. */
  boolean isLocal() {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }
}
