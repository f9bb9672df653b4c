package dev.chokepoint.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made order book: 12 columns, few customers with most of the lines, 2% of rows bad; the same for
 * the same number of lines.
 */
final class MadeOrders {
  private static final long SEED = 20250409;
  private static final int CUSTOMERS = 20_000;
  private static final List<String> PLACES =
      List.of("US", "TW", "CN", "SG", "JP", "IN", "AE", "HK", "MY", "DE", "SA", "MO", "VN", "GB");
  private static final List<String> CURRENCIES = List.of("USD", "USD", "USD", "EUR", "JPY");

  private MadeOrders() {}

  static void write(Path file, long lines, List<String> skus) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    LocalDate first = LocalDate.of(2024, 1, 1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          "order,line,sku,qty,price,currency,ship to,end user hq,end user,order date,ship date,status\n");
      StringBuilder row = new StringBuilder();
      for (long at = 0; at < lines; at++) {
        row.setLength(0);
        int bad = random.nextInt(50) == 0 ? random.nextInt(4) : -1;
        double share = random.nextDouble();
        int customer = (int) (CUSTOMERS * share * share * share);
        LocalDate ordered = first.plusDays(random.nextInt(400));
        boolean shipped = random.nextBoolean();
        row.append("SO-").append(at / 4).append(',').append(at % 4 + 1).append(',');
        row.append(skus.get((int) (skus.size() * share * random.nextDouble()))).append(',');
        row.append(bad == 0 ? -1 : 1 + random.nextInt(2000)).append(',');
        row.append(200 + random.nextInt(40_000)).append('.').append(10 + random.nextInt(90));
        row.append(',');
        row.append(bad == 1 ? "XQZ" : pick(random, CURRENCIES)).append(',');
        row.append(bad == 2 ? "Atlantis" : PLACES.get(customer % PLACES.size())).append(',');
        row.append(customer % 3 == 0 ? "CN" : PLACES.get(customer * 7 % PLACES.size()));
        row.append(",Made customer ").append(customer).append(',');
        row.append(bad == 3 ? "2024-02-31" : ordered.toString()).append(',');
        row.append(shipped ? ordered.plusDays(random.nextInt(120)).toString() : "").append(',');
        row.append(shipped ? "shipped" : "open").append('\n');
        out.append(row);
      }
    }
  }

  private static String pick(SplittableRandom random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
