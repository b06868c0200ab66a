package dev.anyflix.demo;

/**
 * The addresses of pictures.
 *
 * @param base the address of the image host, without a slash at its end
 */
record PictureUrls(String base) {

  /**
   * The address of a picture in a size.
   *
   * @param size a name; pictures are drawn as vectors, so that all sizes are alike
   */
  String url(String size, Picture picture) {
    return base + "/" + size + "/" + picture.file();
  }
}
