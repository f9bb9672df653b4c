package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Sessions;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.parties.PartyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server that many people share has beside pages: a store with users, and how it is reached.
 *
 * @param bind the address it listens on
 * @param names host names it answers to beside those of this machine
 * @param tls the certificate it speaks TLS with, or null
 * @param behindProxy whether a proxy in front speaks TLS and says who asks in X-Forwarded-For
 * @param now the clock of entries, sessions and locks
 * @param oidc the provider that people may log in by, or null
 * @param lists folder of imported lists of parties, and of decisions about names
 * @param books folder for the files of order books; null for no order books
 * @param longestRun time that a run over an order book may take; then it is stopped
 */
public record Sharing(
    Store store,
    String bind,
    Set<String> names,
    @Nullable Tls tls,
    boolean behindProxy,
    Supplier<Instant> now,
    @Nullable OidcSettings oidc,
    Path lists,
    @Nullable Path books,
    Duration longestRun) {
  /** Time that a run may take unless somebody says otherwise. */
  public static final Duration LONGEST_RUN = Duration.ofHours(4);

  /**
   * Without a provider; with order books beside a file of SQLite, and none beside another store.
   */
  public Sharing(
      Store store,
      String bind,
      Set<String> names,
      @Nullable Tls tls,
      boolean behindProxy,
      Supplier<Instant> now) {
    this(
        store,
        bind,
        names,
        tls,
        behindProxy,
        now,
        null,
        PartyStore.defaultFolder(),
        booksBeside(store),
        LONGEST_RUN);
  }

  /** Where the files of order books are unless somebody says otherwise; null for nowhere. */
  public static @Nullable Path booksBeside(Store store) {
    return store.isFile() ? Path.of(store.place() + ".books") : null;
  }

  public Sharing {
    names = Set.copyOf(names);
  }

  /**
   * A certificate with its key.
   *
   * @param keystore a file of PKCS 12
   */
  public record Tls(Path keystore, String password) {
    @Override
    public String toString() {
      return "Tls of " + keystore; // never the password
    }
  }

  /** The same with a provider that people may log in by. */
  public Sharing withOidc(OidcSettings provider) {
    return new Sharing(
        store, bind, names, tls, behindProxy, now, provider, lists, books, longestRun);
  }

  /** The same with another folder of lists. */
  Sharing withLists(Path folder) {
    return new Sharing(store, bind, names, tls, behindProxy, now, oidc, folder, books, longestRun);
  }

  /** The same with another folder for the files of order books. */
  public Sharing withBooks(Path folder) {
    return new Sharing(store, bind, names, tls, behindProxy, now, oidc, lists, folder, longestRun);
  }

  /** The same with another time that a run may take. */
  public Sharing withLongestRun(Duration longest) {
    return new Sharing(store, bind, names, tls, behindProxy, now, oidc, lists, books, longest);
  }

  /** Whether browsers reach it through TLS. */
  boolean isSecure() {
    return tls != null || behindProxy;
  }

  Chain chain() {
    return new Chain(store, now);
  }

  Accounts accounts(Chain chain) {
    return new Accounts(store, chain, now);
  }

  Sessions sessions(Chain chain) {
    return new Sessions(store, chain, now);
  }
}
