/**
 * What all upstreams share: the way to fetch JSON over HTTP within a budget, and to read it.
 *
 * <p>Each upstream has a package of its own below this one, which knows its requests and its JSON.
 */
@NullMarked
package dev.anyflix.upstream;

import org.jspecify.annotations.NullMarked;
