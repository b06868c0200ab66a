package dev.anyflix.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Draws a {@link Picture} as SVG: a scene whose colours and shapes depend on the genre, with the
 * title on it. Equal pictures are drawn equally.
 */
final class PictureSvg {

  /**
   * The look of a genre.
   *
   * @param hue degrees on the colour wheel
   * @param scene the shapes in the picture
   */
  private record Look(int hue, Scene scene) {}

  private enum Scene {
    SPACE,
    PEAKS,
    WAVES,
    RAYS,
    SKYLINE
  }

  private static final Map<String, Look> LOOKS =
      Map.ofEntries(
          Map.entry("Action", new Look(345, Scene.RAYS)),
          Map.entry("Action & Adventure", new Look(150, Scene.PEAKS)),
          Map.entry("Adventure", new Look(168, Scene.PEAKS)),
          Map.entry("Animation", new Look(140, Scene.PEAKS)),
          Map.entry("Comedy", new Look(330, Scene.RAYS)),
          Map.entry("Crime", new Look(215, Scene.SKYLINE)),
          Map.entry("Documentary", new Look(190, Scene.WAVES)),
          Map.entry("Drama", new Look(258, Scene.WAVES)),
          Map.entry("Family", new Look(20, Scene.PEAKS)),
          Map.entry("Fantasy", new Look(285, Scene.PEAKS)),
          Map.entry("History", new Look(345, Scene.PEAKS)),
          Map.entry("Horror", new Look(350, Scene.SKYLINE)),
          Map.entry("Mystery", new Look(235, Scene.SKYLINE)),
          Map.entry("Psychological", new Look(310, Scene.WAVES)),
          Map.entry("Romance", new Look(335, Scene.WAVES)),
          Map.entry("Sci-Fi", new Look(200, Scene.SPACE)),
          Map.entry("Sci-Fi & Fantasy", new Look(225, Scene.SPACE)),
          Map.entry("Science Fiction", new Look(210, Scene.SPACE)),
          Map.entry("Slice of Life", new Look(150, Scene.WAVES)),
          Map.entry("Sports", new Look(325, Scene.RAYS)),
          Map.entry("Supernatural", new Look(275, Scene.SPACE)),
          Map.entry("Thriller", new Look(180, Scene.SKYLINE)),
          Map.entry("War", new Look(110, Scene.PEAKS)),
          Map.entry("Western", new Look(335, Scene.PEAKS)));

  private final Picture picture;
  private final int width;
  private final int height;
  private final Random random;
  private final Look look;
  private final int hue;
  private final StringBuilder svg = new StringBuilder(4096);

  private PictureSvg(Picture picture) {
    this.picture = picture;
    this.width = picture.kind().width;
    this.height = picture.kind().height;
    this.random = new Random(31L * picture.text().hashCode() + picture.genre().hashCode());
    Scene[] scenes = Scene.values();
    int anyHue = random.nextInt(360);
    Scene anyScene = scenes[random.nextInt(scenes.length)];
    this.look = LOOKS.getOrDefault(picture.genre(), new Look(anyHue, anyScene));
    this.hue = Math.floorMod(look.hue() + random.nextInt(41) - 20, 360);
  }

  /** The picture as an SVG document. */
  static String draw(Picture picture) {
    return new PictureSvg(picture).draw();
  }

  /** The main colour of a genre as {@code #rrggbb}: its hue at 67 % saturation, 55 % lightness. */
  static String color(String genre) {
    Look look = LOOKS.getOrDefault(genre, new Look(220, Scene.WAVES));
    int[] rgb = new int[3];
    for (int i = 0; i < 3; i++) {
      double step = (new int[] {0, 8, 4}[i] + look.hue() / 30.0) % 12;
      rgb[i] =
          (int)
              Math.round(
                  255 * (0.55 - 0.3 * Math.max(-1, Math.min(step - 3, Math.min(9 - step, 1)))));
    }
    return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  }

  private String draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif\">",
        width, height, width, height);
    add("<title>%s</title>", escape(picture.text()));
    switch (picture.kind()) {
      case LOGO -> logo();
      case PORTRAIT -> portrait();
      case ICON -> icon();
      case POSTER -> {
        background();
        scene();
        shade();
        title(44, 0.62, height - 48);
      }
      case BACKDROP, STILL -> {
        background();
        scene();
        shade();
      }
    }
    return svg.append("</svg>").toString();
  }

  private void background() {
    add(
        "<defs><linearGradient id=\"sky\" x1=\"0\" y1=\"0\" x2=\"0.35\" y2=\"1\">"
            + "<stop offset=\"0\" stop-color=\"%s\"/><stop offset=\"1\" stop-color=\"%s\"/>"
            + "</linearGradient><linearGradient id=\"shade\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\">"
            + "<stop offset=\"0.45\" stop-opacity=\"0\"/><stop offset=\"1\" stop-opacity=\"0.72\"/>"
            + "</linearGradient></defs><rect width=\"%d\" height=\"%d\" fill=\"url(#sky)\"/>",
        hsl(hue, 62, 22), hsl(hue + 45, 70, 52), width, height);
  }

  private void shade() {
    add("<rect width=\"%d\" height=\"%d\" fill=\"url(#shade)\"/>", width, height);
  }

  private void scene() {
    switch (look.scene()) {
      case SPACE -> space();
      case PEAKS -> peaks();
      case WAVES -> waves();
      case RAYS -> rays();
      case SKYLINE -> skyline();
    }
  }

  private void space() {
    for (int i = 0; i < 70; i++) {
      disc(random.nextInt(width), random.nextInt(height), 0.6 + random.nextDouble() * 1.8, "#fff");
    }
    double x = width * (0.3 + random.nextDouble() * 0.45);
    double y = height * (0.28 + random.nextDouble() * 0.2);
    double radius = height * (0.14 + random.nextDouble() * 0.1);
    disc(x, y, radius, hsl(hue + 40, 75, 62));
    disc(x + radius * 0.28, y + radius * 0.2, radius * 0.82, hsl(hue + 25, 65, 42));
    add(
        "<ellipse cx=\"%.0f\" cy=\"%.0f\" rx=\"%.0f\" ry=\"%.0f\" fill=\"none\" stroke=\"%s\""
            + " stroke-width=\"5\" stroke-opacity=\"0.75\" transform=\"rotate(%d %.0f %.0f)\"/>",
        x, y, radius * 1.75, radius * 0.42, hsl(hue + 60, 85, 80), random.nextInt(60) - 30, x, y);
  }

  private void peaks() {
    disc(
        width * (0.25 + random.nextDouble() * 0.5),
        height * 0.3,
        height * (0.08 + random.nextDouble() * 0.06),
        hsl(hue + 70, 90, 78));
    for (int layer = 0; layer < 4; layer++) {
      StringBuilder points = new StringBuilder("0," + height);
      double base = height * (0.48 + layer * 0.13);
      int steps = 5 + layer;
      for (int i = 0; i <= steps; i++) {
        double swing = (i % 2 == 0 ? 1 : -1) * height * (0.04 + random.nextDouble() * 0.09);
        points.append(String.format(Locale.ROOT, " %d,%.0f", width * i / steps, base + swing));
      }
      add(
          "<polygon points=\"%s %d,%d\" fill=\"%s\"/>",
          points, width, height, hsl(hue + 30 - layer * 12, 50, 42 - layer * 10));
    }
  }

  private void waves() {
    double x = width * (0.25 + random.nextDouble() * 0.5);
    disc(x, height * (0.18 + random.nextDouble() * 0.14), height * 0.12, hsl(hue + 60, 85, 76));
    for (int layer = 0; layer < 5; layer++) {
      double y = height * (0.4 + layer * 0.12);
      double swing = height * (0.05 + random.nextDouble() * 0.1);
      add(
          "<path d=\"M0 %.0f C%d %.0f %d %.0f %d %.0f V%d H0Z\" fill=\"%s\""
              + " fill-opacity=\"0.82\"/>",
          y,
          width / 3,
          y - swing,
          width * 2 / 3,
          y + swing,
          width,
          y - swing / 3,
          height,
          hsl(hue + 50 - layer * 18, 58, 52 - layer * 9));
    }
  }

  private void rays() {
    double x = width * (0.3 + random.nextDouble() * 0.4);
    double y = height * (0.36 + random.nextDouble() * 0.12);
    double far = width + height;
    int count = 14;
    double turn = random.nextDouble();
    for (int i = 0; i < count; i++) {
      double from = (i + turn) * 2 * Math.PI / count;
      double to = from + Math.PI / count;
      add(
          "<polygon points=\"%.0f,%.0f %.0f,%.0f %.0f,%.0f\" fill=\"%s\" fill-opacity=\"0.5\"/>",
          x,
          y,
          x + far * Math.cos(from),
          y + far * Math.sin(from),
          x + far * Math.cos(to),
          y + far * Math.sin(to),
          hsl(hue + 22, 80, 56));
    }
    disc(x, y, height * 0.15, hsl(hue + 48, 95, 70));
    disc(x, y, height * 0.1, hsl(hue, 75, 34));
  }

  private void skyline() {
    double moon = width * (0.25 + random.nextDouble() * 0.5);
    disc(moon, height * 0.22, height * 0.1, hsl(hue + 40, 45, 84));
    for (int layer = 0; layer < 3; layer++) {
      int x = -random.nextInt(30);
      while (x < width) {
        int wide = 30 + random.nextInt(width / 7);
        double tall = height * (0.62 - layer * 0.13) * (0.45 + random.nextDouble() * 0.55);
        block(x, height - tall, wide, tall, hsl(hue + 15, 42, 34 - layer * 11));
        if (random.nextBoolean()) {
          block(x + wide * 0.3, height - tall + 14, 6, 9, hsl(48, 90, 70));
        }
        x += wide + 4;
      }
    }
  }

  private void portrait() {
    background();
    double centre = width / 2.0;
    String body = hsl(hue + 20, 45, 78);
    disc(centre, height * 0.4, width * 0.2, body);
    add(
        "<path d=\"M%.0f %d C%.0f %.0f %.0f %.0f %.0f %d Z\" fill=\"%s\"/>",
        centre - width * 0.42,
        height,
        centre - width * 0.4,
        height * 0.52,
        centre + width * 0.4,
        height * 0.52,
        centre + width * 0.42,
        height,
        body);
  }

  private void icon() {
    background();
    text(
        30,
        86,
        76,
        "",
        picture
            .text()
            .codePoints()
            .limit(1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()));
  }

  private void logo() {
    List<String> lines = lines(picture.text(), picture.text().length() > 18 ? 18 : 30);
    int longest = lines.stream().mapToInt(String::length).max().orElse(1);
    double size = Math.min(110, Math.min(width / (longest * 0.66), height * 0.9 / lines.size()));
    double y = height - 20 - (lines.size() - 1) * size;
    for (String line : lines) {
      text(4, y, size, "letter-spacing=\"1\"", line);
      y += size;
    }
  }

  /**
   * Writes the title in lines.
   *
   * @param largest the largest font size
   * @param ratio width of a letter, as a share of the font size
   * @param bottom the base of the last line
   */
  private void title(int largest, double ratio, int bottom) {
    int margin = width / 13;
    double room = width - 2.0 * margin;
    List<String> lines = lines(picture.text(), (int) (room / (largest * ratio)));
    int longest = lines.stream().mapToInt(String::length).max().orElse(1);
    double size = Math.min(largest, room / (longest * ratio));
    double y = bottom - (lines.size() - 1) * size * 1.12;
    block(margin, y - size - 22, 56, 5, hsl(hue + 48, 95, 70));
    for (String line : lines) {
      text(margin, y, size, "", line);
      y += size * 1.12;
    }
  }

  private static List<String> lines(String text, int letters) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() >= letters) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private void text(double x, double y, double size, String attributes, String text) {
    add(
        "<text x=\"%.0f\" y=\"%.0f\" font-size=\"%.0f\" font-weight=\"800\" fill=\"#fff\" %s>%s"
            + "</text>",
        x, y, size, attributes, escape(text));
  }

  private void disc(double x, double y, double radius, String fill) {
    add("<circle cx=\"%.0f\" cy=\"%.0f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, fill);
  }

  private void block(double x, double y, double wide, double tall, String fill) {
    add(
        "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" fill=\"%s\"/>",
        x, y, wide, tall, fill);
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation would be a dependency of its own.
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static String hsl(int hue, int saturation, int lightness) {
    return "hsl(" + Math.floorMod(hue, 360) + "," + saturation + "%," + lightness + "%)";
  }

  /** Escapes markup and drops what XML cannot contain. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .filter(it -> it >= 0x20 && (it < 0xD800 || it > 0xDFFF) && (it & 0xFFFE) != 0xFFFE)
        .forEach(
            it -> {
              switch (it) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(it);
              }
            });
    return escaped.toString();
  }
}
