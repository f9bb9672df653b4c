package dev.chokepoint.workbench.ledger;

import java.io.PrintStream;

/** A program that adds entries from several threads until it is killed, and says which are safe. */
final class Appender {
  private static final int THREADS = 4;

  private Appender() {}

  public static void main(String[] arguments) {
    Store store = Store.openOrCreate(arguments[0]);
    Chain chain = Entries.chain(store);
    PrintStream out = System.out;
    out.println("ready");
    for (int t = 0; t < THREADS; t++) {
      String name = "thread" + t;
      new Thread(
              () -> {
                for (int i = 0; ; i++) {
                  Entry.Receipt receipt = chain.append(Entries.draft(name, "kill", "entry " + i));
                  out.println(receipt.anchor());
                }
              })
          .start();
    }
  }
}
