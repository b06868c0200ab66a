package dev.anyflix.http;

import okhttp3.Headers;

/**
 * A response that was read to its end.
 *
 * @param body as sent, after decompression; may be changed by nobody
 */
record Received(int status, Headers headers, byte[] body) {

  boolean redirects() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
