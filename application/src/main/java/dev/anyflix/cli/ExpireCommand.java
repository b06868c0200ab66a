package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The command {@code expire}: expires the entries of one prefix in a running service. */
@Command(
    name = "expire",
    description = {
      "Marks the cached answers of a prefix, and of those that continue it after an underscore, stale.",
      "The next request loads anew, and gets the old answer where that fails."
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
    return TextTable.printable(answer.path("message").asText());
  }
}
