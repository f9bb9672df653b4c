package dev.chokepoint.porting;

/**
 * A function for the device.
 *
 * @param line of its qualifier, from 1
 * @param lastLine of its closing brace
 * @param statements statements that end in a semicolon
 * @param isLaunched whether the host launches it; the others are called by those
 */
public record Kernel(
    String name,
    int line,
    int lastLine,
    int parameters,
    int statements,
    int branchedFor,
    boolean isLaunched) {}
