package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Use;
import dev.chokepoint.porting.Use.Place;
import java.util.ArrayList;
import java.util.List;

/** Traces of CUDA in build files, pins and containers, line by line. */
final class BuildScanner {
  private static final int LONGEST_LINE = 2_000;

  private BuildScanner() {}

  static List<Use> scan(String text, String kind, Vocabulary vocabulary) {
    List<Use> uses = new ArrayList<>();
    int number = 0;
    for (String whole : text.split("\n", -1)) {
      number++;
      String line = whole.length() > LONGEST_LINE ? whole.substring(0, LONGEST_LINE) : whole;
      Place place = line.stripLeading().startsWith("#") ? Place.COMMENT : Place.CODE;
      for (Vocabulary.BuildMark mark : vocabulary.builds()) {
        if (mark.files().contains(kind) && mark.pattern().matcher(line).find()) {
          uses.add(new Use(number, mark.construct(), "build", mark.construct(), place, 0, false));
        }
      }
    }
    return uses;
  }
}
