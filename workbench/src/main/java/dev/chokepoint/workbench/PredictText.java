package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Estimate.Interval;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.Training;
import dev.chokepoint.performance.TrainingMemory;
import dev.chokepoint.performance.TrainingPrediction;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Predictions of whole models for people. */
final class PredictText {
  private static final int LABEL = 24;

  private PredictText() {}

  static String prediction(Item item, Prediction p, Search.@Nullable Found found) {
    Page page = new Page();
    head(page, item, p.setting(), p.separate(), p.chips(), p.phase().word());
    Interval perSecond = p.tokensPerSecond();
    line(page, "time to first token", p.ttft(), 1e3, "ms");
    line(page, "time between tokens", p.tpot(), 1e3, "ms");
    line(page, "tokens a second", perSecond, 1, "over all chips");
    line(page, "", perSecond, 1.0 / p.chips(), "a chip");
    line(page, "", p.perUser(), 1, "a user");
    Memory m = p.memory();
    page.labelled(
        2,
        "memory of a chip",
        LABEL,
        text(
            "%.1f of %.1f GB: weights %.1f, cache %.1f, activations %.1f, reserve %.1f; %s",
            m.used() / 1e9,
            m.capacity() / 1e9,
            m.weights() / 1e9,
            m.cache() / 1e9,
            m.activations() / 1e9,
            m.reserve() / 1e9,
            m.capacity() <= 0 ? "unknown whether it fits" : p.fits() ? "fits" : "DOES NOT FIT"));
    if (p.fits()) {
      use(page, p);
    }
    found(page, found);
    terms(page, p);
    warnings(page, p.warnings());
    return page.text();
  }

  private static void use(Page page, Prediction p) {
    page.labelled(
        2,
        "use of the peaks",
        LABEL,
        text("arithmetic %.1f%%, memory %.1f%%", 100 * p.compute(), 100 * p.bandwidth()));
    Double output = p.joulesPerOutput();
    page.labelled(
        2,
        "energy",
        LABEL,
        output == null
            ? text("%.4g J a token", p.joulesPerToken())
            : text("%.4g J a token of answers, %.4g J a token", output, p.joulesPerToken()));
  }

  private static void head(
      Page page, Item item, Setting setting, @Nullable Setting separate, int chips, String phase) {
    Deployment d = setting.deployment();
    page.line(0, text("%s on %d x %s, %s", d.model().name(), chips, item.name(), phase));
    String copies = setting.replicas() > 1 ? " x" + setting.replicas() : "";
    String apart = separate == null ? "" : ", prompts on x" + separate.replicas();
    page.labelled(2, "layout", LABEL, d.layout().text() + copies + apart);
    page.labelled(
        2,
        "precision",
        LABEL,
        text(
            "%s; attention %s, experts %s, cache %s",
            d.linear().word(), d.attention().word(), d.experts().word(), d.cache().word()));
    page.labelled(
        2,
        "software",
        LABEL,
        setting.engine().name() + ", kernels " + setting.passes().predictor().stack().name());
  }

  private static void line(
      Page page, String label, @Nullable Interval each, double factor, String unit) {
    if (each != null) {
      page.labelled(
          2,
          label,
          LABEL,
          text(
              "%s %s (90%%: %s to %s)",
              digits(each.mid() * factor),
              unit,
              digits(each.low() * factor),
              digits(each.high() * factor)));
    }
  }

  private static void found(Page page, Search.@Nullable Found found) {
    if (found == null) {
      return;
    }
    page.labelled(
        2,
        "search",
        LABEL,
        text(
            "%d layouts, %d of which fit; best %s",
            found.possible(), found.tried(), found.best().candidate().text()));
    Search.Score next = found.next();
    if (next != null) {
      page.labelled(2, "runner-up", LABEL, next.candidate().text() + " lost: " + found.why());
    }
  }

  private static void terms(Page page, Prediction p) {
    List<Prediction.Term> terms = p.terms();
    if (terms.isEmpty()) {
      return;
    }
    page.title(
        switch (p.phase()) {
          case PREFILL -> "Where the time goes, in all passes of the batch";
          case DECODE -> "Where the time goes, in one step";
          default -> "Where the time goes, in one prompt alone and in one step";
        });
    for (Prediction.Term term : terms) {
      page.line(
          2,
          text(
              "%-7s %-26s x%-6s %9s ms  %s",
              term.pass(),
              term.name(),
              digits(term.count()),
              digits(1e3 * term.seconds()),
              term.bound().word()));
    }
  }

  private static void warnings(Page page, List<String> warnings) {
    if (!warnings.isEmpty()) {
      page.title("Warnings");
      warnings.forEach(each -> page.line(2, each));
    }
  }

  static String training(Item item, TrainingPrediction p) {
    Page page = new Page();
    head(page, item, p.setting(), null, p.job().deployment().layout().chips(), "training");
    page.labelled(
        2,
        "step",
        LABEL,
        text(
            "%d sequences of %d tokens, recompute %s, ZeRO %d",
            p.job().globalBatch(), p.job().length(), p.job().recompute().word(), p.job().zero()));
    if (p.memory().fits()) {
      line(page, "time of a step", p.seconds(), 1, "s");
      line(page, "tokens a second", p.tokensPerSecond(), 1, "over all chips");
      page.labelled(2, "MFU, HFU", LABEL, text("%.1f%%, %.1f%%", 100 * p.mfu(), 100 * p.hfu()));
    }
    TrainingMemory m = p.memory();
    page.labelled(
        2,
        "memory of a chip",
        LABEL,
        text(
            "%.1f of %.1f GB: weights %.1f, gradients %.1f, optimiser %.1f, activations %.1f,"
                + " reserve %.1f; %s",
            m.used() / 1e9,
            m.capacity() / 1e9,
            m.weights() / 1e9,
            m.gradients() / 1e9,
            m.optimiser() / 1e9,
            m.activations() / 1e9,
            m.reserve() / 1e9,
            m.capacity() <= 0 ? "unknown whether it fits" : m.fits() ? "fits" : "DOES NOT FIT"));
    if (m.fits()) {
      page.title("Where the time goes");
      for (Training.Part part : p.step().parts()) {
        page.line(2, text("%-20s %9s s", part.name(), digits(part.seconds())));
      }
    }
    warnings(page, p.warnings());
    return page.text();
  }

  static String digits(double value) {
    double size = Math.abs(value);
    String form = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
    return text(form, value);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
