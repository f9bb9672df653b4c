package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.web.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/**
 * Runs common commands once, and asks a server for common pages, and prints nothing. The launcher
 * has the JVM record this run, so that later starts find their classes loaded and linked.
 */
final class Rehearsal {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "classify H20 --to CN --as-of 2025-04-20",
          "classify H20 --to CN --as-of 2025-04-20 --json",
          "chips --json",
          "chip nvidia-h100-sxm",
          "coverage",
          "rules",
          "no-such-command",
          "--help");

  private static final List<String> PAGES =
      List.of(
          "/",
          "/static/line.js",
          "/words/en.json",
          "/line.json?to=CN&plane=tpp-density&clock=enforced&as-of=2025-04-20",
          "/classify?item=H20&to=CN",
          "/chips",
          "/chips/nvidia-h20-96",
          "/api/v1/classify?item=H20&to=CN&as-of=2025-04-20",
          "/api/v1/chips?limit=10",
          "/nowhere");

  private Rehearsal() {}

  /** Runs them all; what they answer is not looked at. */
  public static void main(String[] arguments) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    LocalDate day = LocalDate.of(2025, 4, 20);
    COMMANDS.forEach(command -> Main.run(day, nowhere, nowhere, command.split(" ", -1)));
    try (Server server = Server.start(Knowledge.load(), () -> day, 0)) {
      for (String page : PAGES) {
        ask(server.port(), page);
      }
    }
  }

  /** Asks by a plain socket: a client's classes are none that a start needs. */
  private static void ask(int port, String page) throws IOException {
    String request =
        "GET "
            + page
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
            + "Connection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
