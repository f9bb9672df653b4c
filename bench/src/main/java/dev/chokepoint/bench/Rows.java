package dev.chokepoint.bench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Columns;
import java.util.Random;

/** Random circuits, many of them on a limit or a millionth beside it; the same in every run. */
final class Rows {
  static final int COUNT = 1 << 17;
  private static final long SEED = 20260929L;
  private static final long UNIT = 1_000_000;

  final long[] tpp = new long[COUNT];
  final long[] dieAreaMm2 = new long[COUNT];
  final long[] ioGBps = new long[COUNT];
  final long[] memoryBandwidthGBps = new long[COUNT];
  final boolean[] datacenter = new boolean[COUNT];
  final Columns columns = new Columns(Item.Kind.ACCELERATOR);

  Rows() {
    Random random = new Random(SEED);
    for (int i = 0; i < COUNT; i++) {
      tpp[i] = figure(random, 25_000, 1600, 2400, 4800, 21_000);
      dieAreaMm2[i] = (50 + random.nextInt(1600)) * UNIT;
      ioGBps[i] = figure(random, 2_000, 600, 1100, 700);
      memoryBandwidthGBps[i] = figure(random, 9_000, 1000, 1400, 6500);
      datacenter[i] = random.nextBoolean();
      columns.add(
          "",
          "US",
          random.nextBoolean() ? "NVIDIA" : "Another",
          datacenter[i],
          tpp[i],
          dieAreaMm2[i],
          ioGBps[i],
          memoryBandwidthGBps[i]);
    }
  }

  private static long figure(Random random, int most, int... limits) {
    return random.nextInt(3) > 0
        ? random.nextLong(most * UNIT)
        : limits[random.nextInt(limits.length)] * UNIT + random.nextInt(3) - 1;
  }
}
