package dev.chokepoint.workbench;

import dev.chokepoint.workbench.ledger.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users token}: secrets with which programs ask in a user's name. */
@Command(
    name = "token",
    description = "Tokens with which programs use the API in a user's name.",
    subcommands = {
      UsersTokenCommand.Add.class,
      UsersTokenCommand.Listing.class,
      UsersTokenCommand.Revoke.class
    })
final class UsersTokenCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }

  /** {@code users token add}. */
  @Command(name = "add", description = "Prints a new token, once: only its hash is kept.")
  static final class Add extends UsersCommand.One {
    @Option(
        names = "--label",
        paramLabel = "TEXT",
        required = true,
        description = "What it is for.")
    String label = "";

    @Option(names = "--days", paramLabel = "N", description = "Until it ends; default 90.")
    int days = 90;

    @Override
    public Integer call() {
      return done(
          store.open(), accounts -> accounts.addToken(name, label, days, UsersCommand.by()));
    }
  }

  /** {@code users token list}. */
  @Command(name = "list", description = "Every token, without its secret.")
  static final class Listing implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      return UsersCommand.done(
          store.open(),
          accounts -> json ? json(accounts.tokens()) : text(accounts.tokens()),
          java.util.Objects.requireNonNull(spec).commandLine());
    }

    private static String json(List<Accounts.Token> all) {
      List<Object> tokens = new ArrayList<>();
      all.forEach(token ->
          tokens.add(
              Json.object(
                  "id", token.id(),
                  "user", token.account(),
                  "label", token.label(),
                  "created", token.created().toString(),
                  "expires", token.expires().toString())));
      return Json.write(Json.object("tokens", tokens));
    }

    private static String text(List<Accounts.Token> all) {
      Page page = new Page();
      all.forEach(token ->
          page.labelled(
              0,
              token.id() + "  " + token.account(),
              32,
              token.label() + ", until " + token.expires()));
      if (all.isEmpty()) {
        page.line(0, "No token.");
      }
      return page.text();
    }
  }

  /** {@code users token revoke}. */
  @Command(name = "revoke", description = "Ends a token at once.")
  static final class Revoke implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Parameters(paramLabel = "ID", description = "As `users token list` shows it.")
    String id = "";

    @Override
    public Integer call() {
      return UsersCommand.done(
          store.open(),
          accounts -> {
            accounts.revokeToken(id, UsersCommand.by());
            return "Ended token " + id + ".";
          },
          java.util.Objects.requireNonNull(spec).commandLine());
    }
  }
}
