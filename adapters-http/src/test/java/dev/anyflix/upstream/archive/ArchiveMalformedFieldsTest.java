package dev.anyflix.upstream.archive;

import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class ArchiveMalformedFieldsTest {

  private static final HttpUrl HOST = HttpUrl.get("https://archive.org");

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    MalformedFields.check("archive.json", json -> ArchiveItem.media(json, "valley_1921", HOST));
  }
}
