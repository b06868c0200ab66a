/** The HTTP API: routes, administration, caching headers and problems. */
@NullMarked
package dev.anyflix.web;

import org.jspecify.annotations.NullMarked;
