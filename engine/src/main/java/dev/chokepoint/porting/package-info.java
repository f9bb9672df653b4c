/**
 * What a program that was written for CUDA needs to run elsewhere: verdicts on what it uses, five
 * scores, and effort as an interval. Everything is computed from an inventory; nothing is read.
 */
@NullMarked
package dev.chokepoint.porting;

import org.jspecify.annotations.NullMarked;
