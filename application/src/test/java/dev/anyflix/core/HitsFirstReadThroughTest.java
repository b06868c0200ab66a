package dev.anyflix.core;

/** The same promises when hits are asked for first. */
final class HitsFirstReadThroughTest extends ReadThroughTest {

  @Override
  Instance prepared(Instance instance) {
    return instance.hitsFirst();
  }
}
