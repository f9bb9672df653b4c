/** Order lines under the law of two days: pure functions; every verdict comes from controls. */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.screening;
