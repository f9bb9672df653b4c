/** Designs of chips: their area and cost, spaces of them, and the best that a rule allows. */
@NullMarked
package dev.chokepoint.explore;

import org.jspecify.annotations.NullMarked;
