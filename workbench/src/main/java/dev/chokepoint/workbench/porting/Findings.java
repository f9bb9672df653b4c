package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.Use;
import java.util.ArrayList;
import java.util.List;

/** Uses and kernels with the branches that they stand in, which are understood at the end. */
final class Findings {
  private final List<Use> uses = new ArrayList<>();
  private final List<Branches.Spot> useSpots = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Branches.Spot> kernelSpots = new ArrayList<>();

  void add(Use use, Branches.Spot spot) {
    uses.add(use);
    useSpots.add(spot);
  }

  void add(Kernel kernel, Branches.Spot spot) {
    kernels.add(kernel);
    kernelSpots.add(spot);
  }

  List<Use> uses() {
    List<Use> placed = new ArrayList<>(uses.size());
    for (int i = 0; i < uses.size(); i++) {
      Branches.Spot spot = useSpots.get(i);
      Use use = uses.get(i);
      placed.add(spot.isEverywhere() ? use : use.with(spot.done(), spot.leftOut()));
    }
    return placed;
  }

  List<Kernel> kernels() {
    List<Kernel> placed = new ArrayList<>(kernels.size());
    for (int i = 0; i < kernels.size(); i++) {
      Branches.Spot spot = kernelSpots.get(i);
      placed.add(kernels.get(i).with(spot.done(), spot.leftOut()));
    }
    return placed;
  }
}
