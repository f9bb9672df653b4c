/**
 * What a chip does for a large language model: operators, whole models and systems, from a
 * specification.
 */
@NullMarked
package dev.chokepoint.performance;

import org.jspecify.annotations.NullMarked;
