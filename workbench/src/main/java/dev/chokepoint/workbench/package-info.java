/** The shells around the engine: command line, text, JSON, CSV and pages. */
@NullMarked
package dev.chokepoint.workbench;

import org.jspecify.annotations.NullMarked;
