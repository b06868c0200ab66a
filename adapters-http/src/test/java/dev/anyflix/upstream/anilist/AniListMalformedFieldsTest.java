package dev.anyflix.upstream.anilist;

import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AniListMalformedFieldsTest {

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    MalformedFields.check("anilist.json", json -> AniListJson.media(json, 5));
  }
}
