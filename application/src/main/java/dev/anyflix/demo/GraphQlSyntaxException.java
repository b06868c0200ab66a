package dev.anyflix.demo;

/** A GraphQL document that can't be read; the message is for the client. */
final class GraphQlSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GraphQlSyntaxException(String message) {
    super(message);
  }
}
