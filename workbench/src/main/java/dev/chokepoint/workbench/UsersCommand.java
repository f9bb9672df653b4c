package dev.chokepoint.workbench;

import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may use a server that many share. */
@Command(
    name = "users",
    description = "Users of a shared workbench, their roles, passwords and tokens.",
    footer = {
      "",
      "Passwords are asked for on the terminal, or read as the first line of standard input.",
      "Roles: viewer reads; analyst also records; approver also releases and reads the audit"
          + " trail;",
      "admin also sees how the server does."
    },
    subcommands = {
      UsersCommand.Add.class,
      UsersCommand.Listing.class,
      UsersCommand.Passwd.class,
      UsersCommand.ChangeRole.class,
      UsersCommand.Disable.class,
      UsersCommand.Enable.class,
      UsersTokenCommand.class
    })
final class UsersCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }

  /** What is done to the accounts of a store, by the user of this machine. */
  static int done(Store store, Function<Accounts, String> work, CommandLine line) {
    try (store) {
      Chain chain = AuditCommand.chain(store);
      line.getOut().println(work.apply(new Accounts(store, chain, Instant::now)));
      return 0;
    }
  }

  static Accounts.By by() {
    return new Accounts.By(StoreOption.user(), "command-line");
  }

  /** What the commands about one user share. */
  abstract static class One implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Parameters(paramLabel = "NAME", description = "Name of the user.")
    String name = "";

    final int done(Store opened, Function<Accounts, String> work) {
      return UsersCommand.done(opened, work, java.util.Objects.requireNonNull(spec).commandLine());
    }
  }

  /** {@code users add}. */
  @Command(name = "add", description = "Adds a user; asks for the password.")
  static final class Add extends One {
    @Option(
        names = "--role",
        paramLabel = "ROLE",
        required = true,
        description = "viewer, analyst, approver or admin.")
    String role = "";

    @Option(
        names = "--no-password",
        description = "One who logs in by a provider (serve --oidc) or by tokens only.")
    boolean noPassword;

    @Override
    public Integer call() {
      Role granted = Role.of(role);
      char[] password = noPassword ? null : Passphrase.fresh(name);
      return done(
          store.openOrCreate(),
          accounts -> {
            accounts.add(name, granted, password, by());
            return "Added " + name + ", " + granted.word() + ".";
          });
    }
  }

  /** {@code users list}. */
  @Command(name = "list", description = "Every user with its role.")
  static final class Listing implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      return done(
          store.open(),
          accounts -> json ? json(accounts.all()) : text(accounts.all()),
          java.util.Objects.requireNonNull(spec).commandLine());
    }

    private static String json(List<Accounts.Account> all) {
      List<Object> users = new ArrayList<>();
      all.forEach(user ->
          users.add(
              Json.object(
                  "name", user.name(),
                  "role", user.role().word(),
                  "disabled", user.disabled(),
                  "created", user.created().toString())));
      return Json.write(Json.object("users", users));
    }

    private static String text(List<Accounts.Account> all) {
      Page page = new Page();
      all.forEach(user ->
          page.labelled(
              0,
              user.name(),
              32,
              user.role().word()
                  + (user.disabled() ? ", disabled" : "")
                  + ", since "
                  + user.created()));
      if (all.isEmpty()) {
        page.line(0, "No user yet: `chokepoint users add NAME --role admin`.");
      }
      return page.text();
    }
  }

  /** {@code users passwd}. */
  @Command(
      name = "passwd",
      description = "Sets a password and ends the user's sessions; asks for it.")
  static final class Passwd extends One {
    @Override
    public Integer call() {
      char[] password = Passphrase.fresh(name);
      return done(
          store.open(),
          accounts -> {
            accounts.password(name, password, by());
            return "Set the password of " + name + "; every session of it has ended.";
          });
    }
  }

  /** {@code users role}. */
  @Command(name = "role", description = "Sets a role and ends the user's sessions.")
  static final class ChangeRole extends One {
    @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, analyst, approver, admin.")
    String role = "";

    @Override
    public Integer call() {
      Role granted = Role.of(role);
      return done(
          store.open(),
          accounts -> {
            accounts.role(name, granted, by());
            return name + " is " + granted.word() + "; every session of it has ended.";
          });
    }
  }

  /** {@code users disable}. */
  @Command(name = "disable", description = "Refuses a user everything, tokens too, at once.")
  static final class Disable extends One {
    @Override
    public Integer call() {
      return done(
          store.open(),
          accounts -> {
            accounts.disable(name, true, by());
            return name + " is disabled.";
          });
    }
  }

  /** {@code users enable}. */
  @Command(name = "enable", description = "Lets a user in again; also ends a lock.")
  static final class Enable extends One {
    @Override
    public Integer call() {
      return done(
          store.open(),
          accounts -> {
            accounts.disable(name, false, by());
            return name + " is enabled.";
          });
    }
  }
}
