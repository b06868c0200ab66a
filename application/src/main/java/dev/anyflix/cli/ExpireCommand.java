package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.Printable;
import picocli.CommandLine.Command;

/** The command {@code expire}: expires a prefix in a running service. */
@Command(
    name = "expire",
    description = {
      "Marks the entries of a prefix as stale, for instance anilist, anilist_search or tmdb_movie.",
      "The next request loads them again, and gets the stale entry if that fails."
    },
    footer = {
      "",
      "Examples:",
      "  anyflix expire anilist_search",
      "  anyflix expire tmdb --url http://192.168.1.20:8000"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class ExpireCommand extends PrefixCommand {

  ExpireCommand(Launch launch) {
    super(launch, "expire");
  }

  @Override
  String text(JsonNode answer) {
    return Printable.of(answer.path("message").asText());
  }
}
