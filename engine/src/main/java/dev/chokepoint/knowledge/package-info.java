/**
 * Reads the knowledge folder or its compiled index into records; the only package that knows YAML
 * or files.
 */
@NullMarked
package dev.chokepoint.knowledge;

import org.jspecify.annotations.NullMarked;
