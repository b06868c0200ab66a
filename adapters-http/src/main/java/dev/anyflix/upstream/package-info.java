/**
 * What the adapters of all upstreams share: JSON over HTTP within a budget and a circuit breaker.
 *
 * <p>Each upstream has a package of its own below this one with its requests and decoders.
 */
@NullMarked
package dev.anyflix.upstream;

import org.jspecify.annotations.NullMarked;
