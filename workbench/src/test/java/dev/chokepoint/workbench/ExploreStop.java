package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.knowledge.SpaceReader;
import dev.chokepoint.units.Progress;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** A run that ends early, as when its machine is switched off. */
final class ExploreStop {
  private ExploreStop() {}

  static void after(long chunks, Path out, String space, String day, long points, long seed) {
    Knowledge knowledge = Knowledge.load();
    SpaceReader.Asked asked = SpaceReader.read(Source.of(Path.of(space)), knowledge.silicon());
    ExploreTask task =
        new ExploreTask(
            asked.space(),
            asked.maker(),
            asked.constraints(),
            asked.objectives(),
            knowledge.rulebook(),
            Clock.ENFORCED,
            LocalDate.parse(day),
            List.of("CN"),
            ExploreRun.workload(knowledge, asked.workload(), null),
            knowledge.basis(),
            knowledge.systems());
    var sampling = new ExploreSampling(ExploreSampling.Method.SOBOL, points, seed);
    new ExploreRun(task, sampling, 2, out, new PrintWriter(Writer.nullWriter()), knowledge.hash())
        .go(chunks, null, Progress.NONE);
  }
}
