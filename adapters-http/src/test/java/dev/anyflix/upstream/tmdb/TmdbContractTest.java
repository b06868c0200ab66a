package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.testing.FakeUpstream.Response;
import dev.anyflix.upstream.HttpAdapterContract;

class TmdbContractTest extends HttpAdapterContract {

  private final TmdbHttpSource source = TestTmdb.source(http, config, "0123456789abcdef", "en-US");

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.series(TestTmdb.title(7), call);
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE ->
          Response.json(
              200,
              """
              {"id": 7, "name": "Quiet", "overview": "", "first_air_date": "", "homepage": "",
               "poster_path": null, "vote_average": 0, "vote_count": 0, "episode_run_time": [],
               "number_of_episodes": 0, "seasons": [], "next_episode_to_air": null,
               "external_ids": {"imdb_id": "", "tvdb_id": null}}
              """);
      case NOT_FOUND -> Response.json(404, "{\"success\": false, \"status_code\": 34}");
      case TOO_MANY_REQUESTS -> Response.json(429, "{\"success\": false, \"status_code\": 25}");
      case SERVER_ERROR -> Response.json(500, "{\"success\": false, \"status_code\": 11}");
      case BAD_REQUEST -> Response.json(401, "{\"success\": false, \"status_code\": 7}");
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }
}
