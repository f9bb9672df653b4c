/** Accelerators and systems as sourced facts, and the datasheet metrics that the law reads. */
@NullMarked
package dev.chokepoint.catalog;

import org.jspecify.annotations.NullMarked;
