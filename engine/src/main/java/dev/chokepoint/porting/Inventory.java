package dev.chokepoint.porting;

import dev.chokepoint.units.Problem;
import java.util.List;

/**
 * What a program uses of CUDA.
 *
 * @param files in the order of their paths; only those with a use, and those not read, are needed
 * @param filesRead every file that was read
 * @param bytesRead their sizes together
 * @param linesRead their lines together
 * @param problems what could not be read, and why
 */
public record Inventory(
    List<ScannedFile> files,
    int filesRead,
    long bytesRead,
    long linesRead,
    List<Problem> problems) {}
