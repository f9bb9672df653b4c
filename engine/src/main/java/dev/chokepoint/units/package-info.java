/**
 * Exact quantities, ranges, three-valued truth and problems: the words every other package speaks.
 */
@NullMarked
package dev.chokepoint.units;

import org.jspecify.annotations.NullMarked;
