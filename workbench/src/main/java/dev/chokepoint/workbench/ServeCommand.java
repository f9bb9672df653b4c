package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.web.Limits;
import dev.chokepoint.workbench.web.Server;
import dev.chokepoint.workbench.web.Sharing;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Pages and an API on this machine. */
@Command(
    name = "serve",
    description = "Starts pages and an API, for this machine only unless there are users.")
final class ServeCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on; 0 takes a free one. Default 7310.")
  int port = 7310;

  @Option(
      names = "--log",
      description = "Also write a line of JSON for each request to the error output.")
  boolean log;

  @Mixin SharingOptions sharing = new SharingOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > MOST_PORT) {
      throw new Refused(
          new Problem("bad-value", "--port", String.valueOf(port), "0 to " + MOST_PORT, ""));
    }
    Server.prepare();
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Sharing shared = sharing.open(this::write);
    Server server =
        Server.start(
            java.util.Objects.requireNonNull(main).knowledge(),
            () -> LocalDate.now(ZoneOffset.UTC),
            port,
            Limits.USUAL,
            log ? this::write : line -> {},
            this::write,
            shared);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.close();
              if (shared != null) {
                shared.store().close();
              }
              stopped.countDown();
            }));
    out.println("Chokepoint is at " + sharing.address(server.port()) + "  (Ctrl+C stops it)");
    if (shared != null) {
      String head = AuditCommand.anchor(AuditCommand.chain(shared.store()).head());
      out.println("Anchor " + head + "  (keep it elsewhere; see docs/operations.md)");
    }
    out.flush();
    stopped.await();
    return 0;
  }

  private void write(String line) {
    PrintWriter err = java.util.Objects.requireNonNull(spec).commandLine().getErr();
    synchronized (this) {
      err.println(line);
      err.flush();
    }
  }
}
