package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that changes the entries of one prefix in a running service. */
abstract class PrefixCommand implements Callable<Integer> {

  private final Launch launch;
  private final String action;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  @Parameters(
      paramLabel = "PREFIX",
      completionCandidates = PrefixCandidates.class,
      description = "an operation or the start of its name up to an underscore; not a pattern")
  private String prefix = "";

  /**
   * @param action the last part of the route, before the prefix
   */
  PrefixCommand(Launch launch, String action) {
    this.launch = launch;
    this.action = action;
    this.spec = CommandSpec.create();
  }

  /** The answer of the service as text for a person. */
  abstract String text(JsonNode answer);

  @Override
  public final Integer call() throws InterruptedException {
    String segment = URLEncoder.encode(prefix, StandardCharsets.UTF_8).replace("+", "%20");
    String route = "/admin/cache/" + action + "/" + segment;
    JsonNode answer = remote.client(launch).post(route, "cleared_count");
    spec.commandLine().getOut().println(text(answer));
    return 0;
  }
}
