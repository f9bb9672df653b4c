package dev.chokepoint.controls;

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
  /** {@code accelerator}, {@code system} or {@code hbm}. */
  KIND("kind"),
  /** {@code yes} or {@code no}: designed or marketed for data centres. */
  DATACENTER("datacenter"),
  /** Id of the item. */
  ITEM("item"),
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
      case KIND -> "kind of item";
      case DATACENTER -> "made for data centres";
      case ITEM -> "item";
      case DESIGNER_HQ -> "designer's headquarters";
    };
  }

  /** Whether the fact belongs to a circuit rather than to the trade. */
  boolean isOfItem() {
    return this == KIND || this == DATACENTER || this == ITEM || this == DESIGNER_HQ;
  }

  /** Whether its values are countries. */
  public boolean isCountry() {
    return switch (this) {
      case DESTINATION, PARTY_HQ, ULTIMATE_PARENT, FROM_COUNTRY, DESIGNER_HQ -> true;
      case PARTY, EXPORTER, DIRECTION, CERTIFIED, KIND, DATACENTER, ITEM -> false;
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
