package dev.anyflix.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses in CIDR notation.
 *
 * @param address an address of the range
 * @param prefixLength the number of leading bits that all addresses of the range share
 */
public record IpRange(InetAddress address, int prefixLength) {

  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");
  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F:.]+)(?:/(\\d{1,3}))?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  public IpRange {
    if (prefixLength < 0 || prefixLength > bits(address)) {
      throw new IllegalArgumentException("prefixLength must be 0 to " + bits(address));
    }
  }

  /**
   * Parses {@code 10.0.0.0/8}, {@code 192.0.2.7} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static IpRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("malformed IP range");
    }
    InetAddress address = address(matcher.group(1));
    String prefix = matcher.group(2);
    return new IpRange(address, prefix == null ? bits(address) : Integer.parseInt(prefix));
  }

  /** The address that an IPv4 or IPv6 literal denotes; null for a name or a malformed address. */
  public static @Nullable InetAddress literalAddress(String text) {
    try {
      return LITERAL.matcher(text).matches() ? address(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Parses a literal address; never a name, which would be resolved. */
  private static InetAddress address(String literal) {
    if (!literal.contains(":") && !IPV4.matcher(literal).matches()) {
      throw new IllegalArgumentException("malformed IP address");
    }
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("malformed IP address", e);
    }
  }

  /** Whether an address is in the range; an address of the other IP version never is. */
  public boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] bytes = other.getAddress();
    if (own.length != bytes.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((own[bit / 8] ^ bytes[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * 8;
  }
}
