package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class ExpireCommand implements Callable<Integer> {

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  @Parameters(
      paramLabel = "PREFIX",
      description = "such as anilist, anilist_search or tmdb_movie_details; no pattern")
  private String prefix = "";

  ExpireCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    String segment = URLEncoder.encode(prefix, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode answer = remote.client(launch).post("/admin/cache/expire/" + segment, "cleared_count");
    spec.commandLine().getOut().println(TextTable.printable(answer.path("message").asText()));
    return 0;
  }
}
