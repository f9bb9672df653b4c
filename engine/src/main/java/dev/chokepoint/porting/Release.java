package dev.chokepoint.porting;

import java.time.LocalDate;

/** A version of a target and the day it was released, or a day not before its release. */
public record Release(String version, LocalDate date, String source) {}
