package dev.chokepoint.controls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named fact of the item or of the trade that a condition asks for membership in a set. */
public enum Fact {
  /** Country where the item goes; labels are its code and its groups on the day. */
  DESTINATION("destination"),
  /** Country of the buyer's headquarters. */
  PARTY_HQ("partyHq"),
  /** Country of the headquarters of the buyer's ultimate parent. */
  ULTIMATE_PARENT("ultimateParent"),
  /** Categories of the buyer on the lists of parties; {@code unlisted} when on none. */
  PARTY("party"),
  /** Who exports; a letter binds only its addressees. */
  EXPORTER("exporter"),
  /** {@code export}, {@code reexport}, {@code in-country} or {@code remote-access}. */
  DIRECTION("direction"),
  /** Country that the item leaves. */
  FROM_COUNTRY("fromCountry"),
  /**
   * {@code all}, {@code none} or {@code open}: how far conditions of a review policy are certified.
   */
  CERTIFIED("certified"),
  /** {@code seller}, {@code foundry} or {@code osat}: who sends the item (3A090 Note 1). */
  ROLE("role"),
  /** {@code approved}, {@code authorized}, {@code applied} or {@code other} (3A090 Note 1). */
  DESIGNER("designer"),
  /** {@code foundry-abroad}, {@code approved-osat} or {@code other} (3A090 Note 1). */
  PACKAGER("packager"),
  /** What an imported item is used for, as the proclamation on import duty asks. */
  IMPORT_USE("importUse"),
  /** {@code accelerator}, {@code system} or {@code hbm}. */
  KIND("kind"),
  /** {@code yes} or {@code no}: designed or marketed for data centres. */
  DATACENTER("datacenter"),
  /** Id of the item. */
  ITEM("item"),
  /** {@code yes} or {@code no}: high-bandwidth memory stands in the package. */
  HBM_IN_PACKAGE("hbmInPackage"),
  /** Country of the headquarters of the item's designer, with its groups. */
  DESIGNER_HQ("designerHq");

  private final String key;

  Fact(String key) {
    this.key = key;
  }

  /** Key in rule files and in JSON. */
  public String key() {
    return key;
  }

  /** Words for people. */
  public String words() {
    return switch (this) {
      case DESTINATION -> "destination";
      case PARTY_HQ -> "buyer's headquarters";
      case ULTIMATE_PARENT -> "ultimate parent's headquarters";
      case PARTY -> "buyer's listing";
      case EXPORTER -> "exporter";
      case DIRECTION -> "direction";
      case FROM_COUNTRY -> "country shipped from";
      case CERTIFIED -> "certification";
      case ROLE -> "role";
      case DESIGNER -> "designer";
      case PACKAGER -> "packager";
      case IMPORT_USE -> "use of the import";
      case KIND -> "kind of item";
      case DATACENTER -> "made for data centres";
      case ITEM -> "item";
      case HBM_IN_PACKAGE -> "HBM in the package";
      case DESIGNER_HQ -> "designer's headquarters";
    };
  }

  /** Whether the fact belongs to a circuit rather than to the trade. */
  public boolean isOfItem() {
    return switch (this) {
      case KIND, DATACENTER, ITEM, DESIGNER_HQ, HBM_IN_PACKAGE -> true;
      case DESTINATION,
          PARTY_HQ,
          ULTIMATE_PARENT,
          PARTY,
          EXPORTER,
          DIRECTION,
          FROM_COUNTRY,
          CERTIFIED,
          ROLE,
          DESIGNER,
          PACKAGER,
          IMPORT_USE ->
          false;
    };
  }

  /** Whether its values are countries. */
  public boolean isCountry() {
    return switch (this) {
      case DESTINATION, PARTY_HQ, ULTIMATE_PARENT, FROM_COUNTRY, DESIGNER_HQ -> true;
      case PARTY,
          EXPORTER,
          DIRECTION,
          CERTIFIED,
          ROLE,
          DESIGNER,
          PACKAGER,
          IMPORT_USE,
          KIND,
          DATACENTER,
          ITEM,
          HBM_IN_PACKAGE ->
          false;
    };
  }

  /** The words that it may have, where they are few; empty where they are not. */
  public List<String> choices() {
    return switch (this) {
      case DIRECTION -> List.of("export", "reexport", "in-country", "remote-access");
      case CERTIFIED -> List.of("all", "none", "open");
      case ROLE -> List.of("seller", "foundry", "osat");
      case DESIGNER -> List.of("approved", "authorized", "applied", "other");
      case PACKAGER -> List.of("foundry-abroad", "approved-osat", "other");
      case IMPORT_USE ->
          List.of(
              "us-datacenter",
              "repair",
              "us-research",
              "startup",
              "consumer",
              "civil-industrial",
              "public-sector",
              "other");
      case KIND -> List.of("accelerator", "system", "hbm");
      case DATACENTER, HBM_IN_PACKAGE -> List.of("yes", "no");
      case DESTINATION, PARTY_HQ, ULTIMATE_PARENT, PARTY, EXPORTER, FROM_COUNTRY -> List.of();
      case ITEM, DESIGNER_HQ -> List.of();
    };
  }

  /** The fact with this key, or null. */
  public static @Nullable Fact find(String key) {
    for (Fact fact : values()) {
      if (fact.key.equals(key)) {
        return fact;
      }
    }
    return null;
  }
}
