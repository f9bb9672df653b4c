package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Columns of an order book that mean something here, with the headers they go by. */
enum Column {
  ORDER_ID(
      "orderId",
      "order",
      "order no",
      "order number",
      "sales order",
      "so",
      "po",
      "订单号",
      "order #",
      "so number",
      "sales order number",
      "po number",
      "purchase order",
      "订单编号"),
  LINE_ID(
      "lineId",
      "line",
      "line no",
      "line number",
      "item no",
      "position",
      "行号",
      "line #",
      "order line",
      "line item",
      "行项目"),
  SKU(
      "sku",
      "part",
      "part number",
      "part no",
      "product",
      "material",
      "model",
      "item",
      "型号",
      "产品",
      "part #",
      "sku number",
      "item number",
      "product number",
      "material number",
      "mpn",
      "料号",
      "物料号"),
  QUANTITY(
      "quantity",
      "qty",
      "units",
      "ordered quantity",
      "order qty",
      "数量",
      "ordered qty",
      "order quantity",
      "订购数量"),
  UNIT_PRICE(
      "unitPrice",
      "price",
      "net price",
      "price per unit",
      "单价",
      "unit net price",
      "unit selling price",
      "价格"),
  CURRENCY("currency", "curr", "ccy", "币种", "currency code", "货币"),
  SHIP_TO(
      "shipTo",
      "ship to country",
      "destination",
      "destination country",
      "country",
      "to",
      "收货国家",
      "目的地",
      "ship to country code",
      "destination country code",
      "country of destination",
      "目的国"),
  END_USER(
      "endUser",
      "end customer",
      "customer",
      "customer name",
      "最终用户",
      "客户",
      "end user name",
      "ultimate consignee"),
  SOLD_TO("soldTo", "sold to party", "buyer"),
  BILL_TO("billTo", "bill to party", "payer"),
  INTERMEDIATE("intermediate", "intermediate consignee", "forwarder", "distributor"),
  END_USER_HQ(
      "endUserHq",
      "end user headquarters",
      "end user headquarters country",
      "end user hq country",
      "hq country",
      "party hq",
      "总部国家",
      "end user headquarters country code",
      "headquarters country"),
  ULTIMATE_PARENT(
      "ultimateParent",
      "parent",
      "parent company",
      "ultimate parent company",
      "ultimate parent name",
      "最终母公司"),
  ULTIMATE_PARENT_COUNTRY(
      "ultimateParentCountry",
      "parent country",
      "ultimate parent hq",
      "country of ultimate parent"),
  FROM_COUNTRY(
      "fromCountry",
      "ship from",
      "ship from country",
      "origin",
      "发货国家",
      "country of export",
      "shipping country"),
  DIRECTION("direction"),
  EXPORTER("exporter", "seller"),
  ORDER_DATE(
      "orderDate",
      "ordered",
      "order created",
      "created",
      "下单日期",
      "order creation date",
      "po date",
      "date ordered",
      "订单日期"),
  PROMISED_DATE(
      "promisedDate",
      "promised",
      "requested date",
      "due date",
      "交货日期",
      "promise date",
      "promised ship date",
      "requested delivery date"),
  SHIP_DATE(
      "shipDate",
      "shipped",
      "actual ship date",
      "ship date actual",
      "发货日期",
      "date shipped",
      "shipped date",
      "shipment date",
      "actual shipment date",
      "实际发货日期"),
  ARRIVAL_DATE(
      "arrivalDate", "arrival", "arrived", "eta", "到货日期", "delivery date", "delivered date"),
  STATUS("status", "line status", "状态", "order status", "订单状态"),
  LICENCE("licence", "license", "licence number", "license number", "许可证"),
  CUSTOMER_SINCE("customerSince", "customer formed", "incorporated", "founded"),
  SITE("site", "installation address", "installation site", "安装地址"),
  SITE_POWER_MW("sitePowerMw", "site power", "site power mw");

  /** Without these no line can be judged. */
  static final List<Column> COMPULSORY = List.of(SKU, QUANTITY, SHIP_TO);

  private final String key;
  private final String synonyms;

  Column(String key, String... synonyms) {
    this.key = key;
    this.synonyms = String.join(", ", synonyms);
  }

  /** Name in SQL, in files and in messages. */
  String key() {
    return key;
  }

  private List<String> synonyms() {
    return List.of(synonyms.split(", ", -1));
  }

  private static final Map<String, Column> BY_NAME = byName();

  private static Map<String, Column> byName() {
    Map<String, Column> names = new HashMap<>();
    for (Column column : values()) {
      names.put(Nearest.key(column.key), column);
      for (String name : column.synonyms()) {
        names.put(Nearest.key(name), column);
      }
    }
    return names;
  }

  /** The column of a header, by its key or a synonym. */
  static Optional<Column> find(String header) {
    return Optional.ofNullable(BY_NAME.get(Nearest.key(header)));
  }

  /**
   * Where each column stands.
   *
   * @param places position in the header by column
   * @param unknown headers that mean nothing here
   */
  record Placed(Map<Column, Integer> places, List<String> unknown) {
    boolean has(Column column) {
      return places.containsKey(column);
    }
  }

  /** Places the columns of a header; refuses a column twice and a header that lacks one needed. */
  static Placed place(List<String> header, Map<String, String> map, String file) {
    Map<Column, Integer> places = new EnumMap<>(Column.class);
    List<String> unknown = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, String> keys = new HashMap<>();
    map.forEach((from, to) -> keys.put(Nearest.key(from), to));
    for (int at = 0; at < header.size(); at++) {
      String name = header.get(at).strip();
      Optional<Column> column = find(keys.getOrDefault(Nearest.key(name), name));
      if (column.isEmpty()) {
        unknown.add(name);
      } else if (places.putIfAbsent(column.get(), at) != null) {
        problems.add(
            new Problem(
                "duplicate-column",
                file + " header",
                name,
                "one column for " + column.get().key,
                "Maybe name the right one in a --map file."));
      }
    }
    for (Column needed : COMPULSORY) {
      if (!places.containsKey(needed)) {
        problems.add(missing(needed, unknown, file));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Placed(places, List.copyOf(unknown));
  }

  private static Problem missing(Column needed, List<String> unknown, String file) {
    Set<String> names = new TreeSet<>(needed.synonyms());
    names.add(needed.key);
    String near =
        unknown.stream().filter(u -> !Nearest.of(u, names).isEmpty()).findFirst().orElse("");
    return new Problem(
        "missing-column",
        file + " header",
        String.join(", ", unknown),
        "a column " + needed.key + ", also called " + needed.synonyms,
        near.isEmpty()
            ? "Maybe give a --map file with lines such as `Materialnummer,sku`."
            : "Maybe \"" + near + "\" in a --map file.");
  }
}
