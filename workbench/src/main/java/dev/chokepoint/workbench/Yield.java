package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.economics.Band;
import dev.chokepoint.economics.CostSheet;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Price;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Estimate.Interval;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.TrainingPrediction;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What chips do in a second of work, predicted or measured.
 *
 * @param rate tokens a second over all chips: of answers, or trained
 * @param layout how the model is split; empty when measured
 */
record Yield(CostSheet.Work work, Quote rate, String layout, List<String> warnings) {
  private static final MathContext SIX = new MathContext(6);

  boolean isTraining() {
    return switch (work) {
      case CostSheet.Work.Train t -> true;
      case CostSheet.Work.Serve s -> false;
    };
  }

  boolean isMeasured() {
    return layout.isEmpty();
  }

  /** Tokens counted in so many seconds of all chips. */
  static Yield measured(
      @Nullable BigDecimal trained,
      @Nullable BigDecimal answered,
      @Nullable BigDecimal prompted,
      BigDecimal seconds) {
    BigDecimal tokens = trained != null ? trained : answered;
    if (tokens == null || (trained != null && answered != null)) {
      throw new Refused(
          new Problem("bad-arguments", "--trained", "", "either --trained or --answered", ""));
    }
    BigDecimal in = prompted == null ? BigDecimal.ZERO : prompted;
    CostSheet.Work work =
        trained != null
            ? new CostSheet.Work.Train()
            : new CostSheet.Work.Serve(
                in.divide(tokens, Money.DIGITS), in.divide(in.add(tokens), Money.DIGITS));
    String warning =
        trained != null || in.signum() == 0
            ? ""
            : "how the time was shared is not measured: prompts and answers bear it by their"
                + " tokens";
    return new Yield(
        work,
        Quote.stated(Input.RATE, tokens.divide(seconds, Money.DIGITS), "tokens as measured"),
        "",
        warning.isEmpty() ? List.of() : List.of(warning));
  }

  static Yield training(
      Knowledge knowledge, Item item, PredictOptions asked, TrainOptions training) {
    Model model = knowledge.models().get(asked.model);
    Setting setting = asked.setting(knowledge, item, model, false);
    TrainingPrediction done =
        TrainingPrediction.of(
            setting, training.job(setting.deployment()), knowledge.systems().sustained());
    if (!done.memory().fits()) {
      throw new Refused(
          new Problem("does-not-fit", "--count", asked.count + "", done.warnings().getFirst(), ""));
    }
    return new Yield(
        new CostSheet.Work.Train(),
        rate(done.tokensPerSecond()),
        setting.deployment().layout().text(),
        done.warnings());
  }

  static Yield serving(
      Knowledge knowledge, Item item, PredictOptions asked, int count, Search.Limits limits) {
    Model model = knowledge.models().get(asked.model);
    Setting setting = asked.setting(knowledge, item, model, true);
    Load load = asked.load(model);
    Prediction done;
    if (asked.hasLayout()) {
      done = Prediction.serve(setting, null, load);
    } else {
      Search.Candidate best =
          Search.best(setting, load, new int[] {count}, limits).best().candidate();
      done = Prediction.serve(Search.setting(setting, best), Search.separate(setting, best), load);
    }
    Interval perSecond = done.tokensPerSecond();
    if (perSecond == null) {
      throw new Refused(
          new Problem(
              "does-not-fit",
              "--count",
              String.valueOf(count),
              done.warnings().isEmpty() ? "more chips" : done.warnings().getFirst(),
              "Maybe --count " + 2 * count + "?"));
    }
    return new Yield(
        new CostSheet.Work.Serve(
            number((double) load.input() / load.output()), number(promptShare(done, load))),
        rate(perSecond),
        done.setting().deployment().layout().text(),
        done.warnings());
  }

  /** Share of the chips' time that prompts take, from the operators of one prompt. */
  private static double promptShare(Prediction done, Load load) {
    Setting apart = done.separate();
    Interval perSecond = done.tokensPerSecond();
    if (apart != null || perSecond == null) {
      return apart == null ? 0 : (double) apart.chips() / done.chips();
    }
    Layout layout = done.setting().deployment().layout();
    double prompt =
        done.terms().stream()
            .filter(each -> each.pass().equals("prompt"))
            .mapToDouble(Prediction.Term::seconds)
            .sum();
    double requests = perSecond.mid() / load.output();
    double ranks = (double) done.setting().replicas() * layout.data() * layout.pipeline();
    return Math.min(1, prompt * requests / ranks);
  }

  private static Quote rate(Interval each) {
    return new Quote(
        Input.RATE,
        new Band(number(each.low()), number(each.mid()), number(each.high())),
        number(each.mid()).toPlainString() + " tokens/s",
        null,
        Price.Basis.DERIVED,
        "prediction, 90 percent interval",
        "");
  }

  private static BigDecimal number(double value) {
    return new BigDecimal(value).round(SIX);
  }
}
