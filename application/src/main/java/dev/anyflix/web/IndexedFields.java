package dev.anyflix.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends the headers of an answer as the array that they are kept in.
 *
 * <p>Jetty asks for each header by its place, which the wrapper that it keeps them in can only find
 * by going through those before it. With fifteen headers that took as long as to write them.
 */
final class IndexedFields extends HttpStream.Wrapper {

  IndexedFields(HttpStream wrapped) {
    super(wrapped);
  }

  /**
   * @param answer null when the headers have been sent already
   */
  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response answer,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    super.send(request, answer == null ? null : indexed(answer), last, content, callback);
  }

  private static MetaData.Response indexed(MetaData.Response answer) {
    return answer.getHttpFields() instanceof HttpFields.Mutable.Wrapper wrapper
        ? new MetaData.Response(
            answer.getStatus(),
            answer.getReason(),
            answer.getHttpVersion(),
            wrapper.getWrapped(),
            answer.getContentLength(),
            answer.getTrailersSupplier())
        : answer;
  }
}
