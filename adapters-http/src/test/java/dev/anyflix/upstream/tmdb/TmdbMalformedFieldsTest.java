package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TmdbMalformedFieldsTest {

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    MalformedFields.check(
        "tmdb.json",
        json ->
            TmdbDetails.media(
                json, MediaKind.SERIES, TestTmdb.title(5), TestTmdb.context("en-US")));
  }
}
