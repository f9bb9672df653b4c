/** Public statements held against figures, law, predictions and series, each with its working. */
@NullMarked
package dev.chokepoint.claims;

import org.jspecify.annotations.NullMarked;
