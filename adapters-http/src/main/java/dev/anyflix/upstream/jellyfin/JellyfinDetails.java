package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SpokenLanguages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates the parts of Jellyfin's JSON that only one item asked for by its id has.
 *
 * @param addresses where things are found on the server
 */
record JellyfinDetails(JellyfinAddresses addresses) {

  private static final int MAX_CAST = 25;
  private static final Set<String> ACTORS = Set.of("Actor", "GuestStar");
  private static final Set<String> CREATORS = Set.of("Creator", "Director", "Writer", "Composer");
  private static final Pattern YOUTUBE =
      Pattern.compile(
          "https?://(?:(?:www\\.)?youtube\\.com/watch\\?v=|youtu\\.be/)([A-Za-z0-9_-]{1,64})");

  MediaBuilder add(MediaBuilder builder, Json item, String id) {
    return builder
        .trailer(trailer(item))
        .links(links(item, id))
        .cast(cast(item))
        .creators(creators(item))
        .streams(streams(item, id));
  }

  private static @Nullable Trailer trailer(Json item) {
    for (Json trailer : item.list("RemoteTrailers")) {
      Matcher youtube = YOUTUBE.matcher(String.valueOf(trailer.text("Url")));
      if (youtube.matches()) {
        return new Trailer("youtube", "https://www.youtube.com/watch?v=" + youtube.group(1));
      }
    }
    return null;
  }

  /** The server's own page first. */
  private List<Link> links(Json item, String id) {
    List<Link> links = new ArrayList<>();
    links.add(new Link("Jellyfin", addresses.page(id)));
    for (Json elsewhere : item.list("ExternalUrls")) {
      String site = elsewhere.text("Name");
      String url = elsewhere.text("Url");
      if (site != null && url != null && url.matches("https?://.+")) {
        links.add(new Link(site, url));
      }
    }
    return links;
  }

  private List<CastMember> cast(Json item) {
    List<CastMember> cast = new ArrayList<>();
    for (Json person : item.list("People")) {
      String name = person.text("Name");
      boolean acts = ACTORS.contains(String.valueOf(person.text("Type")));
      if (name != null && acts && cast.size() < MAX_CAST) {
        cast.add(new CastMember(person.text("Role"), name, null, picture(person)));
      }
    }
    return cast;
  }

  private List<Creator> creators(Json item) {
    List<Creator> creators = new ArrayList<>();
    for (Json person : item.list("People")) {
      String name = person.text("Name");
      String type = person.text("Type");
      if (name != null && type != null && CREATORS.contains(type)) {
        creators.add(new Creator(name, type, picture(person)));
      }
    }
    return creators;
  }

  private @Nullable String picture(Json person) {
    String id = person.text("Id");
    String tag = person.text("PrimaryImageTag");
    return id == null || !JellyfinJson.isId(id) || tag == null
        ? null
        : addresses.image(id, "Primary", tag, 185);
  }

  private static List<String> languages(Json source) {
    return SpokenLanguages.of(
        source.list("MediaStreams").stream()
            .filter(stream -> "Audio".equals(stream.text("Type")))
            .map(stream -> stream.text("Language")));
  }

  private List<StreamLink> streams(Json item, String id) {
    List<StreamLink> streams = new ArrayList<>();
    for (Json source : item.list("MediaSources")) {
      String sourceId = source.text("Id");
      if (sourceId != null) {
        Double size = source.number("Size");
        streams.add(
            new StreamLink(
                addresses.stream(id, sourceId),
                source.text("Container"),
                size == null || size <= 0 ? null : size.longValue(),
                source.text("Name"),
                languages(source)));
      }
    }
    return streams;
  }
}
