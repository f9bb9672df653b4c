package dev.chokepoint.knowledge;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Build step: checks the knowledge folder whole and writes the compiled index. */
public final class CompileKnowledge {
  private CompileKnowledge() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream err = System.err;
    try {
      compile(Path.of(arguments[0]), Path.of(arguments[1]));
    } catch (Refused e) {
      for (Problem problem : e.problems()) {
        err.println(problem.sentence());
      }
      err.println(e.problems().size() + " problem(s) in the knowledge folder");
      System.exit(2);
    }
  }

  static void compile(Path folder, Path index) throws IOException {
    KnowledgeFolder.Files files = KnowledgeFolder.read(folder);
    Knowledge.checkAll(Knowledge.of(files));
    Knowledge.withWhatIf(folder, List.of(), Knowledge.proposals(files));
    Index.write(files, index);
  }
}
