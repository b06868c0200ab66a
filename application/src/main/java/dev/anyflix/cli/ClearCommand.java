package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The command {@code clear}: clears a prefix in a running service. */
@Command(
    name = "clear",
    description = {
      "Clears the entries of a prefix, for instance anilist, anilist_search or tmdb_movie.",
      "Cleared entries are not served again, by any instance on the same Redis."
    },
    footer = {
      "",
      "Examples:",
      "  anyflix clear anilist_search",
      "  anyflix clear tmdb --url http://192.168.1.20:8000"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class ClearCommand extends PrefixCommand {

  ClearCommand(Launch launch) {
    super(launch, "clear");
  }

  @Override
  String text(JsonNode answer) {
    return ClearedText.of(answer);
  }
}
