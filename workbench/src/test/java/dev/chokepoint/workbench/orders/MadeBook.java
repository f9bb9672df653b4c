package dev.chokepoint.workbench.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A book of made lines, some of them bad. */
final class MadeBook {
  private static final List<String> SKUS =
      List.of("H20", "H100", "L20", "MI300X", "no such part", "nvidia-a100-sxm4-80");
  private static final List<String> PLACES = List.of("China", "SG", "JPN", "美国", "AE", "Atlantis");

  private MadeBook() {}

  static Path write(Path file, int lines, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    text.add("order,line,sku,qty,price,currency,ship to,end user,order date,ship date");
    for (int at = 0; at < lines; at++) {
      text.add(
          "O%d,1,%s,%d,%d.50,USD,%s,Made %d,2024-0%d-11,%s"
              .formatted(
                  at,
                  SKUS.get(random.nextInt(SKUS.size())),
                  random.nextInt(60),
                  1000 + random.nextInt(30_000),
                  PLACES.get(random.nextInt(PLACES.size())),
                  random.nextInt(100),
                  1 + random.nextInt(9),
                  random.nextBoolean() ? "" : "2025-03-0" + (1 + random.nextInt(9))));
    }
    return Files.write(file, text);
  }
}
