package dev.anyflix.cli;

import dev.anyflix.boot.Prefixes;
import java.util.Iterator;

/** The prefixes as completion candidates; computed only when a completion script is generated. */
final class PrefixCandidates implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Prefixes.all().iterator();
  }
}
