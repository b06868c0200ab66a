package dev.anyflix.demo;

/** A GraphQL document that can't be read; the message is for the client. */
final class GraphQlSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  GraphQlSyntaxException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
