package dev.anyflix.upstream.kitsu;

import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KitsuMalformedFieldsTest {

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    MalformedFields.check("kitsu.json", json -> KitsuDetails.media(json, "5"));
  }
}
