/**
 * Export control law: a dated rulebook of condition trees, and what it says of an item in a trade.
 */
@NullMarked
package dev.chokepoint.controls;

import org.jspecify.annotations.NullMarked;
