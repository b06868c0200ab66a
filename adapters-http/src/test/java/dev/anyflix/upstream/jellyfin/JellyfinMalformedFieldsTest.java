package dev.anyflix.upstream.jellyfin;

import dev.anyflix.upstream.MalformedFields;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class JellyfinMalformedFieldsTest {

  @Test
  void malformedFieldIsAbsentAndTheRestIsDecoded() throws IOException {
    var json = new JellyfinJson(new JellyfinAddresses(HttpUrl.get("http://jellyfin.test/")));
    MalformedFields.check(
        "jellyfin.json", body -> json.details(body, "00000000000000000000000000000005").build());
  }
}
