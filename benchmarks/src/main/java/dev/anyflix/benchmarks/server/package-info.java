/** Minimal servers with the same response body as the service, as baselines. */
@NullMarked
package dev.anyflix.benchmarks.server;

import org.jspecify.annotations.NullMarked;
