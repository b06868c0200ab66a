package dev.anyflix.settings;

import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Where the service listens.
 *
 * @param host the address as {@link SettingTable#HOST} has it
 * @param port the port, or 0 for any free one
 */
public record ListenAddress(String host, int port) {

  /** The address of a service with these settings. */
  public static ListenAddress of(Settings settings) {
    return new ListenAddress(settings.get(SettingTable.HOST), settings.get(SettingTable.PORT));
  }

  /** Where this machine reaches the service. */
  public URI url() {
    String name =
        switch (host) {
          case "0.0.0.0", "::", "[::]" -> "localhost";
          default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    return URI.create("http://" + name + ":" + port);
  }

  /**
   * Why nobody can listen at an address.
   *
   * @param problem what is wrong
   * @param advice what to do about it
   */
  public record Refusal(String problem, String advice) {

    @Override
    public String toString() {
      return problem + ". " + advice;
    }
  }

  /** What a failure to listen here means. */
  public Refusal refusal(Throwable failure) {
    if (!isKnown()) {
      return new Refusal(
          "HOST " + host + " is no address of this machine",
          "Set it to one, or to 0.0.0.0 for all.");
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof SocketException && message.contains("permission")) {
        return new Refusal(
            "This user may not listen on port " + port, "Set PORT to 1024 or above.");
      }
      if (cause instanceof BindException) {
        return new Refusal(
            "Port %d of %s is in use".formatted(port, host),
            "Stop what listens there, or set PORT to another one.");
      }
    }
    return new Refusal("Cannot listen on %s port %d".formatted(host, port), "Set HOST or PORT.");
  }

  private boolean isKnown() {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }
}
