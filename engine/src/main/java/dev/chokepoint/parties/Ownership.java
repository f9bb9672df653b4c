package dev.chokepoint.parties;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The 50 percent rule: a party is captured where captured parties together hold at least half of
 * it, directly. Capture passes on whole: a captured holder counts with its full stake, and stakes
 * along a chain are never multiplied.
 *
 * <p>Sources: Treasury FAQ 401 (ofac.treasury.gov/faqs/401), 79 FR 47726; for the Entity List, the
 * MEU List and 744.8, 15 CFR part 744 Supplement No. 8 (a) and (b), 90 FR 47201.
 */
public final class Ownership {
  private static final long HALF = 50 * Holdings.PERCENT;

  private Ownership() {}

  /** What is known of a party under one rule. */
  public enum Answer {
    /** It is itself on a list of the rule. */
    LISTED,
    /** Captured parties hold at least half of it. */
    CAPTURED,
    /** Whether they do hangs on what the graph does not say. */
    UNDETERMINED,
    /** What the graph says leaves captured parties less than half. */
    NOT_CAPTURED
  }

  /**
   * One step of the chain that captures a party.
   *
   * @param owner a captured holder
   * @param owned whom it holds
   * @param percent its stake
   */
  public record Link(String owner, String owned, String percent) {}

  /**
   * An answer with what it rests on.
   *
   * @param heldMillionths what captured parties hold for certain, in millionths of a percent
   * @param possibleMillionths the most that they may hold
   * @param chain every holding that captures the party, from the listed owners down
   * @param listedOwners listed parties at the top of the chain, or above a party that is not
   *     captured
   * @param open what the answer may hang on: holdings of unknown size
   * @param ends whom the graph says nothing about, taken as neither listed nor captured
   */
  public record Finding(
      Answer answer,
      long heldMillionths,
      long possibleMillionths,
      List<Link> chain,
      List<String> listedOwners,
      List<String> open,
      List<String> ends) {
    public Finding {
      chain = List.copyOf(chain);
      listedOwners = List.copyOf(listedOwners);
      open = List.copyOf(open);
      ends = List.copyOf(ends);
    }
  }

  /** Every party that is listed, or held by half or more, for certain. */
  public static BitSet captured(Holdings holdings, BitSet listed) {
    long[] held = new long[holdings.parties()];
    return spread(holdings, listed, held, false);
  }

  /**
   * The least set that holds the listed parties and whoever its members hold by half. A cycle alone
   * captures nobody.
   *
   * @param held becomes what the set holds of each party
   * @param most whether a stake of unknown size counts as large as it can be
   */
  private static BitSet spread(Holdings holdings, BitSet listed, long[] held, boolean most) {
    BitSet in = (BitSet) listed.clone();
    ArrayDeque<Integer> next = new ArrayDeque<>();
    in.stream().forEach(next::add);
    long[] room = most ? room(holdings) : new long[0];
    BitSet filled = new BitSet();
    while (!next.isEmpty()) {
      int party = next.remove();
      for (int holding : holdings.of(party)) {
        int owned = holdings.owned[holding];
        if (holdings.stake[holding] != Holdings.UNKNOWN) {
          held[owned] += holdings.stake[holding];
        } else if (most && !filled.get(owned)) {
          filled.set(owned);
          held[owned] += room[owned]; // all unknown stakes together have no more than this
        }
        if (!in.get(owned) && held[owned] >= HALF) {
          in.set(owned);
          next.add(owned);
        }
      }
    }
    return in;
  }

  /** What known stakes leave of each party. */
  private static long[] room(Holdings holdings) {
    long[] room = new long[holdings.parties()];
    Arrays.fill(room, Holdings.WHOLE);
    for (int i = 0; i < holdings.size(); i++) {
      room[holdings.owned[i]] -= Math.max(0, holdings.stake[i]);
    }
    return room;
  }

  /**
   * What is known of one party.
   *
   * @param listed parties on the lists of the rule
   */
  public static Finding of(Holdings holdings, BitSet listed, int party) {
    long[] held = new long[holdings.parties()];
    BitSet sure = spread(holdings, listed, held, false);
    long[] possible = new long[holdings.parties()];
    BitSet may = spread(holdings, listed, possible, true);
    List<Link> chain = new ArrayList<>();
    BitSet tops = new BitSet();
    List<String> open = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    if (listed.get(party)) {
      return finding(Answer.LISTED, holdings, party, held, possible, chain, tops, open, ends);
    }
    if (sure.get(party)) {
      chain(holdings, listed, sure, party, chain, tops);
      return finding(Answer.CAPTURED, holdings, party, held, possible, chain, tops, open, ends);
    }
    open(holdings, listed, party, open, ends, tops);
    Answer answer =
        may.get(party) || unknown(holdings, party) ? Answer.UNDETERMINED : Answer.NOT_CAPTURED;
    return finding(answer, holdings, party, held, possible, chain, tops, open, ends);
  }

  private static Finding finding(
      Answer answer,
      Holdings holdings,
      int party,
      long[] held,
      long[] possible,
      List<Link> chain,
      BitSet tops,
      List<String> open,
      List<String> ends) {
    return new Finding(
        answer,
        held[party],
        Math.min(Holdings.WHOLE, possible[party]),
        chain,
        tops.stream().mapToObj(holdings::name).toList(),
        open,
        ends);
  }

  /** The holdings that capture a party, those of the listed owners first. */
  private static void chain(
      Holdings holdings, BitSet listed, BitSet sure, int party, List<Link> chain, BitSet tops) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(party));
    seen.set(party);
    while (!next.isEmpty()) {
      int owned = next.remove();
      if (listed.get(owned)) {
        tops.set(owned);
        continue;
      }
      for (int holding : holdings.in(owned)) {
        int owner = holdings.owner[holding];
        if (!sure.get(owner) || holdings.stake[holding] <= 0) {
          continue;
        }
        chain.add(
            new Link(
                holdings.name(owner),
                holdings.name(owned),
                Holdings.percent(holdings.stake[holding])));
        if (!seen.get(owner)) {
          seen.set(owner);
          next.add(owner);
        }
      }
    }
    Collections.reverse(chain);
  }

  /** Whether nothing is known of who owns a party. */
  private static boolean unknown(Holdings holdings, int party) {
    for (int holding : holdings.in(party)) {
      if (holdings.stake[holding] > 0) {
        return false;
      }
    }
    return true;
  }

  /** What an answer for a party that is not captured hangs on, the party first, then above it. */
  private static void open(
      Holdings holdings,
      BitSet listed,
      int party,
      List<String> open,
      List<String> ends,
      BitSet tops) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(party));
    seen.set(party);
    while (!next.isEmpty()) {
      int owned = next.remove();
      if (listed.get(owned)) {
        tops.set(owned);
        continue;
      }
      int[] holders = holdings.in(owned);
      if (holders.length == 0) {
        if (owned == party) {
          open.add("nobody is stated to own " + holdings.name(owned));
        } else {
          ends.add("the owners of " + holdings.name(owned));
        }
        continue;
      }
      gaps(holdings, holders, owned, open, ends);
      for (int holding : holders) {
        int owner = holdings.owner[holding];
        if (!seen.get(owner)) {
          seen.set(owner);
          next.add(owner);
        }
      }
    }
  }

  /** Stakes of unknown size, and the part of a party whose owners are not stated. */
  private static void gaps(
      Holdings holdings, int[] holders, int owned, List<String> open, List<String> ends) {
    long stated = 0;
    boolean unsized = false;
    for (int holding : holders) {
      long stake = holdings.stake[holding];
      stated += Math.max(0, stake);
      if (stake == Holdings.UNKNOWN) {
        unsized = true;
        open.add(
            "the stake of %s in %s is not known"
                .formatted(holdings.name(holdings.owner[holding]), holdings.name(owned)));
      }
    }
    if (!unsized && stated < Holdings.WHOLE) {
      ends.add(
          "the owners of the other %s of %s"
              .formatted(Holdings.percent(Holdings.WHOLE - stated), holdings.name(owned)));
    }
  }
}
