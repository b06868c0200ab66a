package dev.anyflix.boot.doctor;

import java.util.List;

/** Checks one dependency of the service. */
@FunctionalInterface
public interface Check {

  /** Runs the check; blocks for at most some seconds. */
  List<CheckResult> run();
}
