package dev.chokepoint.claims;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Systems;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What claims are held against besides the figures and series that they name.
 *
 * @param rulebook the law
 * @param models language models by name
 * @param basis what predictions rest on
 * @param systems what stands above the kernels
 * @param prices every dated price
 */
public record Facts(
    Rulebook rulebook,
    Function<String, Model> models,
    Supplier<Basis> basis,
    Supplier<Systems> systems,
    Supplier<Prices> prices) {}
