package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.List;

/** Translates the people of a title: cast and creators. */
final class TmdbPeople {

  private static final int MAX_CAST = 25;
  private static final int MAX_CREATORS = 10;

  /** The jobs of a film's crew that make a creator, the most important first. */
  private static final List<String> JOBS = List.of("Director", "Screenplay", "Writer", "Novel");

  private TmdbPeople() {}

  static List<CastMember> cast(Json details, TmdbImages images) {
    Json aggregate = details.at("aggregate_credits");
    Json credits = aggregate.isPresent() ? aggregate : details.at("credits");
    List<CastMember> cast = new ArrayList<>();
    for (Json member : credits.list("cast")) {
      String person = member.text("name");
      String character = member.text("character");
      List<Json> roles = member.list("roles");
      if (character == null && !roles.isEmpty()) {
        character = roles.get(0).text("character");
      }
      if ((person != null || character != null) && cast.size() < MAX_CAST) {
        String image = images.profile(member.text("profile_path"));
        cast.add(new CastMember(character, person, null, image));
      }
    }
    return cast;
  }

  /** The directors and authors of a film, or those who created a series. */
  static List<Creator> creators(Json details, MediaKind kind, TmdbImages images) {
    List<Creator> creators = new ArrayList<>();
    if (kind == MediaKind.MOVIE) {
      List<Json> crew = details.at("credits").list("crew");
      for (String job : JOBS) {
        crew.stream()
            .filter(member -> job.equals(member.text("job")))
            .forEach(member -> add(creators, member, job, images));
      }
    } else {
      details.list("created_by").forEach(member -> add(creators, member, "Creator", images));
    }
    return creators.stream().distinct().limit(MAX_CREATORS).toList();
  }

  private static void add(List<Creator> creators, Json member, String role, TmdbImages images) {
    String name = member.text("name");
    if (name != null) {
      creators.add(new Creator(name, role, images.profile(member.text("profile_path"))));
    }
  }
}
