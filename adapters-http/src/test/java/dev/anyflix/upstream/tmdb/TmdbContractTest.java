package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceContract;
import dev.anyflix.upstream.StandIn;
import org.junit.jupiter.api.AfterEach;

class TmdbContractTest extends MediaSourceContract {

  private final StandIn upstream = StandIn.open();
  private final TmdbHttpSource source =
      new TmdbHttpSource(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  @AfterEach
  void close() {
    upstream.close();
  }

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.series(new MediaById(7), call);
  }

  @Override
  protected int requestsReceived() {
    return upstream.requests().size();
  }

  @Override
  protected void upstream(Behaviour behaviour) {
    switch (behaviour) {
      case KNOWS_LITTLE ->
          upstream.answers(
              200,
              """
              {"id": 7, "name": "Quiet", "overview": "", "first_air_date": "", "homepage": "",
               "poster_path": null, "vote_average": 0, "vote_count": 0, "episode_run_time": [],
               "number_of_episodes": 0, "seasons": [], "next_episode_to_air": null,
               "external_ids": {"imdb_id": "", "tvdb_id": null}}
              """);
      case KNOWS_NOTHING -> upstream.answers(404, "{\"success\": false, \"status_code\": 34}");
      case LIMITS ->
          upstream.answers(
              StandIn.json(429, "{\"success\": false, \"status_code\": 25}")
                  .addHeader("Retry-After", RETRY_AFTER.toSeconds())
                  .build());
      case IS_SILENT -> upstream.isSilent();
      case FAILS -> upstream.answers(500, "{\"success\": false, \"status_code\": 11}");
      case BABBLES -> upstream.answers(200, "<html>hello</html>");
      case REFUSES -> upstream.answers(401, "{\"success\": false, \"status_code\": 7}");
    }
  }
}
