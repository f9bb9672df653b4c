/**
 * Official lists of parties as files: read, checked against the last good one, kept by their day.
 */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.workbench.parties;
