package dev.anyflix.upstream.archive;

import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArchiveMalformedFieldsTest {

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    MalformedFields.check("archive.json", json -> ArchiveItem.media(json, "valley_1921"));
  }
}
