package dev.chokepoint.workbench;

import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;

/**
 * A finished exploration.
 *
 * @param pareto feasible designs that none beats, by number
 * @param best the best by objective, in the order of the objectives
 */
record ExploreAnswer(
    String name,
    ExploreTask task,
    ExploreSampling sampling,
    ExploreSummary summary,
    ExplorePoints pareto,
    ExplorePoints best) {}
