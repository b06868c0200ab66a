package dev.anyflix.redis;

/** Reads the address of a node: host and port with a colon between, as Redis writes them. */
final class RedisAddress {

  private RedisAddress() {}

  /** The host; an IPv6 address is without brackets. */
  static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}
