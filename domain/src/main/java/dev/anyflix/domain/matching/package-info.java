/** Pure scoring of a title against candidates. */
@NullMarked
package dev.anyflix.domain.matching;

import org.jspecify.annotations.NullMarked;
