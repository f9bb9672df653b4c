package dev.chokepoint.performance;

import org.jspecify.annotations.Nullable;

/**
 * A published measurement and the command that calculates the same.
 *
 * @param command words of the command, without {@code --json}
 * @param answer place in the JSON of the answer, its keys joined by dots
 * @param over place of what the answer is divided by, or null
 * @param factor what the answer is multiplied by to have the unit
 * @param published what was measured, in the unit
 * @param source where it was published
 * @param note what the command takes otherwise than the publication; empty when nothing
 */
public record PublishedPoint(
    String id,
    String command,
    String answer,
    @Nullable String over,
    double factor,
    double published,
    String unit,
    String source,
    String note) {}
