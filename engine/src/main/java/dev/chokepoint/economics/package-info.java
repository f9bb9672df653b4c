/**
 * Dated prices and what it costs to own or to rent accelerators: one cost function behind every
 * command that speaks of money. See docs/economics.md.
 */
@NullMarked
package dev.chokepoint.economics;

import org.jspecify.annotations.NullMarked;
