package dev.chokepoint.workbench.orders;

import java.util.Locale;

/**
 * Red flags of the guidance of 13 May 2025 that an order book can show. Limits that the guidance
 * does not give are ours, and said in docs/orders.md.
 */
enum Flag {
  NEW_CUSTOMER("first order after October 2022, or a customer formed after it"),
  NO_ULTIMATE_PARENT("no ultimate parent and no country of one"),
  SMALL_REROUTED("small orders by a detour, repeated"),
  SITE_POWER("chips that draw more power than their site has, or no evidence of large power"),
  NO_SITE("no address of installation"),
  MOVED_FROM_CHINA("ordered to China, Hong Kong or Macau before, and elsewhere now");

  private final String text;

  Flag(String text) {
    this.text = text;
  }

  /** The word used in files, text and JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String text() {
    return text;
  }
}
