package dev.anyflix.boot.doctor;

import java.util.List;

/** Looks at one thing that the service depends on. */
@FunctionalInterface
public interface Check {

  /** What was found; blocks until it is known, for some seconds at most. */
  List<Finding> run();
}
