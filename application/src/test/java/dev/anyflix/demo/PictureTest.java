package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PictureTest {

  private static final String HOSTILE =
      "</text><script>x</script> & \"quoted\" \u0001\ud800\uffff 千";

  private static Document parse(Picture picture) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(PictureSvg.draw(picture))));
  }

  @ParameterizedTest
  @EnumSource(Picture.Kind.class)
  void hostileTextIsDrawnAsText(Picture.Kind kind) throws Exception {
    Document svg = parse(new Picture(kind, "Drama", HOSTILE));

    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("</text><script>x</script> & \"quoted\"  千");
    assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("" + kind.width);
  }

  @Test
  void titleIsOnThePosterAndTheLogo() throws Exception {
    for (Picture.Kind kind : new Picture.Kind[] {Picture.Kind.POSTER, Picture.Kind.LOGO}) {
      assertThat(parse(new Picture(kind, "Crime", "Heat")).getElementsByTagName("text").item(0))
          .extracting(org.w3c.dom.Node::getTextContent)
          .isEqualTo("Heat");
    }
  }

  @Test
  void equalPicturesAreDrawnEqually() {
    for (Anime anime : AnimeCatalogue.load(new dev.anyflix.domain.testing.ManualClock()).all()) {
      Picture picture = anime.picture(Picture.Kind.POSTER);
      assertThat(PictureSvg.draw(picture))
          .isEqualTo(PictureSvg.draw(anime.picture(Picture.Kind.POSTER)));
    }
  }

  @Test
  void differentTitlesAndGenresAreDrawnDifferently() {
    String heat = PictureSvg.draw(new Picture(Picture.Kind.BACKDROP, "Crime", "Heat"));

    assertThat(heat)
        .isNotEqualTo(PictureSvg.draw(new Picture(Picture.Kind.BACKDROP, "Crime", "M")));
    assertThat(heat)
        .isNotEqualTo(PictureSvg.draw(new Picture(Picture.Kind.BACKDROP, "Comedy", "Heat")));
  }

  @Test
  void fileNamesLeadBackToThePicture() {
    Picture picture = new Picture(Picture.Kind.STILL, "Sci-Fi & Fantasy", "Ä/千\nüb er?");

    assertThat(picture.file()).matches("still-[A-Za-z0-9_-]+\\.svg");
    assertThat(Picture.ofFile(picture.file())).hasValue(picture);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "poster.svg", "poster-.svg", "photo-YQ.svg", "poster-YQ.svg", "poster-A.svg"})
  void otherNamesAreNoPictures(String name) {
    assertThat(Picture.ofFile(name)).isEmpty();
  }
}
