package dev.anyflix.core;

/** The same promises when hits are asked for first. */
final class HitsFirstSharedReadThroughTest extends SharedReadThroughTest {

  @Override
  Instance prepared(Instance instance) {
    return instance.hitsFirst();
  }
}
