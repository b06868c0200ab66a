package dev.anyflix.upstream.jellyfin;

import okhttp3.HttpUrl;

/**
 * Where a player and a browser find things on a Jellyfin server. No address holds a key: a server
 * that asks for one is to be given the viewer's own.
 *
 * @param server the server's address
 */
record JellyfinAddresses(HttpUrl server) {

  /**
   * @param type {@code Primary}, {@code Backdrop} or {@code Logo}
   * @param tag what changes with the picture
   * @param width the most pixels across
   */
  String image(String id, String type, String tag, int width) {
    return picture(id, type, tag).addQueryParameter("maxWidth", "" + width).toString();
  }

  /** The picture in its own size. */
  String image(String id, String type, String tag) {
    return picture(id, type, tag).toString();
  }

  private HttpUrl.Builder picture(String id, String type, String tag) {
    return at("Items", id, "Images", type).addQueryParameter("tag", tag);
  }

  /** The file as it is, the first when there are several. */
  String stream(String id) {
    return file(id).toString();
  }

  /** One of several files as it is. */
  String stream(String id, String mediaSource) {
    return file(id).addQueryParameter("mediaSourceId", mediaSource).toString();
  }

  /** The page in Jellyfin's own web client. */
  String page(String id) {
    return at("web", "").fragment("/details?id=" + id).toString();
  }

  private HttpUrl.Builder file(String id) {
    return at("Videos", id, "stream").addQueryParameter("static", "true");
  }

  private HttpUrl.Builder at(String... path) {
    HttpUrl.Builder address = server.newBuilder();
    for (String segment : path) {
      address.addPathSegment(segment);
    }
    return address;
  }
}
