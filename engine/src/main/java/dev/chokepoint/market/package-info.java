/** Demand for accelerators split over the chips that the law and supply leave, with its doubt. */
@NullMarked
package dev.chokepoint.market;

import org.jspecify.annotations.NullMarked;
