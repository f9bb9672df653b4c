package dev.chokepoint.claims;

/**
 * Something that happened, or that nobody was found to report.
 *
 * @param date ISO date, year and month or year; {@code ?} when unknown
 * @param place where or on what occasion; {@code ?} when unknown
 */
public record Event(String id, String what, String date, String place, String source) {}
