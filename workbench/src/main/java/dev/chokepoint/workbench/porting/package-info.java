/** Reads a source tree without executing anything of it, and finds what it uses of CUDA. */
@NullMarked
package dev.chokepoint.workbench.porting;

import org.jspecify.annotations.NullMarked;
