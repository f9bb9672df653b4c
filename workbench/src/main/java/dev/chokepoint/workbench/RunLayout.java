package dev.chokepoint.workbench;

import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Model;

/**
 * How a measured run was split over chips, where its row says only a part of it.
 *
 * <p>Three habits of such tables are read: a number of tensor ranks that no copy can have counts
 * all chips of the run; chips of a copy are stated but not how many copies there were; one chip is
 * stated for a model that does not fit on one. What is missing is then filled by the rule that the
 * complete rows follow: few requests for each chip go to several small copies that split every
 * layer, many go to one wide copy whose ranks attend to requests of their own.
 *
 * @param prompts copies for prompts alone; 0 where prompts and further tokens share chips
 * @param first split of one of them
 * @param copies copies for further tokens
 * @param then split of one of them
 */
record RunLayout(int prompts, Layout first, int copies, Layout then) {
  /** Tensor ranks beyond this are taken for all chips of a run. */
  private static final int MOST_TENSOR = 16;

  /** Ranks of one wide copy that tables state at most. */
  private static final int WIDEST = 32;

  /** Requests for each chip from which on ranks attend to requests of their own. */
  private static final double MANY = 20;

  /** Copies that rows with few requests name most often. */
  private static final int FEW_COPIES = 4;

  /** Whether so many tensor ranks can only be a count of chips. */
  static boolean countsAll(int tensor, Model model) {
    return tensor > MOST_TENSOR || !Layout.tensor(tensor).problems(model).isEmpty();
  }

  /**
   * Chips of a whole run, with nothing said about their split.
   *
   * @param least chips that hold the weights
   */
  static RunLayout ofAll(int chips, double requests, int least, Model model) {
    int rest = Math.max(1, chips - least);
    if (requests < MANY * rest && rest % 8 == 0) {
      return new RunLayout(1, split(least, false, model), rest / 8, split(8, false, model));
    }
    int wide = Math.min(WIDEST, Integer.highestOneBit(rest));
    int prompts = Math.max(1, (chips - wide) / least);
    return new RunLayout(prompts, split(least, true, model), 1, split(wide, true, model));
  }

  /**
   * Chips of a copy for prompts and of one for further tokens, with nothing said about copies.
   *
   * @param ratio tokens of a prompt for each token of an answer
   */
  static RunLayout ofCopies(
      int first, int then, double requests, double ratio, int least, Model model) {
    int small = first == 1 ? least : first;
    if (then == 1 && first == 1) {
      boolean wide = requests >= MANY * least * FEW_COPIES;
      Layout ranks = split(wide ? WIDEST : least, true, model);
      return new RunLayout(
          wide ? promptCopies(ratio) : 1, split(least, true, model), wide ? 1 : FEW_COPIES, ranks);
    }
    boolean wide = then > MOST_TENSOR || requests >= MANY * then;
    Layout prompts = split(small, wide, model);
    return new RunLayout(
        wide ? promptCopies(ratio) : 1, prompts, wide ? 1 : FEW_COPIES, split(then, wide, model));
  }

  /** Long prompts need more chips of their own: complete rows name one to ten copies. */
  private static int promptCopies(double ratio) {
    return ratio >= 4 ? 5 : ratio >= 1 ? 2 : 1;
  }

  /** One copy over so many chips, every rank with requests of its own if wide. */
  private static Layout split(int chips, boolean wide, Model model) {
    int experts = model.hasExperts() ? chips : 1;
    Layout asked = wide ? new Layout(1, 1, chips, experts, 1) : new Layout(chips, 1, 1, experts, 1);
    return asked.problems(model).isEmpty() ? asked : Layout.tensor(chips);
  }
}
