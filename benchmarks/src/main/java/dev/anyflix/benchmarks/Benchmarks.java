package dev.anyflix.benchmarks;

import dev.anyflix.benchmarks.ids.IdsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks that run whole servers; {@code benchmarks/run} builds and starts them. */
@Command(
    name = "benchmarks/run",
    description = "Measures whole servers on loopback.",
    subcommands = {
      CompareCommand.class,
      StartCommand.class,
      MissCommand.class,
      ScaleCommand.class,
      MemoryCommand.class,
      IdsCommand.class,
      FleetCommand.class
    },
    mixinStandardHelpOptions = true)
final class Benchmarks {

  private Benchmarks() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
