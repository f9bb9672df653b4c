package dev.chokepoint.porting;

/**
 * A function for the device that the host may launch.
 *
 * @param line of its qualifier, from 1
 * @param lastLine of its closing brace
 * @param statements statements that end in a semicolon
 */
public record Kernel(
    String name, int line, int lastLine, int parameters, int statements, int branchedFor) {}
