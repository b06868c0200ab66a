/** The budgets of the upstreams, shared fairly by all instances that share a cache. */
@NullMarked
package dev.anyflix.core.fleet;

import org.jspecify.annotations.NullMarked;
