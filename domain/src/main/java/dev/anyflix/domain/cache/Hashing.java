package dev.anyflix.domain.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without the exceptions that no Java platform throws. */
final class Hashing {

  /** Cloned for each use: to look for one among the providers takes longer than a short hash. */
  private static final MessageDigest SHA_256 = create();

  private Hashing() {}

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return ((MessageDigest) SHA_256.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the platform's own SHA-256 can be cloned", e);
    }
  }
}
