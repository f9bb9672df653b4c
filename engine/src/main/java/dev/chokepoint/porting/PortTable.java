package dev.chokepoint.porting;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where mappings come from.
 *
 * @param date the day of the state that was read; null if the source is undated
 * @param versions of CUDA and of the target that it speaks of; may be empty
 */
public record PortTable(
    String id,
    String title,
    String source,
    @Nullable LocalDate date,
    String versions,
    String note) {}
