package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The command {@code clear}: clears the entries of one prefix in a running service. */
@Command(
    name = "clear",
    description = {
      "Clears the cached answers of a prefix and of those that continue it after an underscore.",
      "Cleared means gone: they are not served again, here or by others on the same Redis."
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
