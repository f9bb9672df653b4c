package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Condition;
import dev.chokepoint.controls.Conditions;
import dev.chokepoint.controls.Fact;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The law of one day as a DMN 1.3 model: each condition becomes a FEEL expression, each provision a
 * function and a decision, and entry, verdict and policy are decisions over them.
 *
 * <p>Inputs: {@code self}, the item's facts and metrics; {@code circuits}, those of every circuit
 * in it, itself included; {@code trade}, a list of labels for each fact. What is unknown is null,
 * and FEEL's own three-valued logic carries it.
 */
final class Dmn {
  private static final String MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/";
  private static final String NAMESPACE = "https://chokepoint.dev/dmn";
  private static final List<String> INPUTS = List.of("self", "circuits", "trade");

  private final List<Provision> provisions = new ArrayList<>();
  private final Map<String, Provision.Version> versions = new LinkedHashMap<>();
  private final XMLStreamWriter xml;

  private Dmn(Rulebook rulebook, LocalDate day, Clock clock, XMLStreamWriter xml) {
    for (Provision provision : rulebook.provisions()) {
      provision
          .inForce(day, clock)
          .ifPresent(version -> {
            provisions.add(provision);
            versions.put(provision.id(), version);
          });
    }
    this.xml = xml;
  }

  /** The model as XML. */
  static String model(Rulebook rulebook, LocalDate day, Clock clock) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new Dmn(rulebook, day, clock, xml)
          .write("%s %s".formatted(day, clock.word()), WhatIf.line(rulebook));
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return out.toString();
  }

  private void write(String name, String description) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    newline(0);
    xml.writeStartElement("definitions");
    xml.writeDefaultNamespace(MODEL);
    attributes("id", "chokepoint", "name", "Chokepoint " + name, "namespace", NAMESPACE);
    if (!description.isEmpty()) {
      newline(1);
      xml.writeStartElement("description");
      xml.writeCharacters(description);
      xml.writeEndElement();
    }
    for (String input : INPUTS) {
      newline(1);
      xml.writeStartElement("inputData");
      attributes("id", "in_" + input, "name", input);
      variable(input, "Any");
      end(1);
    }
    for (Provision provision : provisions) {
      function(provision);
    }
    for (Provision provision : provisions) {
      decision(
          name(provision.id()),
          "boolean",
          call("meets", provision.id(), "self"),
          List.of(),
          List.of("meets_" + name(provision.id())));
    }
    summary();
    end(0);
    xml.writeEndDocument();
  }

  private void function(Provision provision) throws XMLStreamException {
    Condition when = version(provision).when();
    knowledge("text", provision.id(), feel(when, "c"), called(when));
    List<String> parts = new ArrayList<>(List.of(call("text", provision.id(), "c")));
    Set<String> called = new LinkedHashSet<>(List.of("text_" + name(provision.id())));
    for (Provision other : provisions) {
      if (other.displaces().contains(provision.id())) {
        parts.add("not(" + call("text", other.id(), "c") + ")");
        called.add("text_" + name(other.id()));
      }
    }
    knowledge("meets", provision.id(), String.join(" and ", parts), called);
  }

  private Provision.Version version(Provision provision) {
    return java.util.Objects.requireNonNull(versions.get(provision.id()));
  }

  private void summary() throws XMLStreamException {
    String entries = "null";
    for (Provision provision : of(Provision.Kind.ENTRY).reversed()) {
      entries =
          "if %s then \"%s\" else %s".formatted(name(provision.id()), provision.id(), entries);
    }
    decision("eccn", "string", entries, names(Provision.Kind.ENTRY), List.of());
    List<String> needs = names(Provision.Kind.REQUIREMENT);
    List<String> guards = names(Provision.Kind.GUARD);
    List<String> both = new ArrayList<>(needs);
    both.addAll(guards);
    decision(
        "verdict",
        "string",
        "if %s then \"licence-required\" else if %s then \"not-modelled\" else \"no-licence-required\""
            .formatted(anyOf(needs), anyOf(guards)),
        both,
        List.of());
    List<String> policies = new ArrayList<>();
    Set<String> called = new LinkedHashSet<>();
    for (Provision provision : of(Provision.Kind.REQUIREMENT)) {
      policies.add(
          "if %s = true then %s else []".formatted(name(provision.id()), policies(provision)));
      version(provision).review().forEach(review -> called.addAll(called(review.when())));
    }
    decision(
        "policies",
        "Any",
        policies.isEmpty() ? "[]" : "concatenate(" + String.join(", ", policies) + ")",
        needs,
        called);
    String strictest = "null";
    for (ReviewPolicy policy : Arrays.asList(ReviewPolicy.values()).reversed()) {
      strictest =
          "if list contains(policies, \"%s\") then \"%s\" else %s"
              .formatted(policy.word(), policy.word(), strictest);
    }
    decision("reviewPolicy", "string", strictest, List.of("policies"), List.of());
  }

  /** Policies of a requirement that hold and that no other displaces, as a list. */
  private String policies(Provision provision) {
    List<Provision.Review> reviews = version(provision).review();
    if (reviews.isEmpty()) {
      return "if count(trade.partyPolicy) = 0 then [\"unknown\"] else trade.partyPolicy";
    }
    List<String> lines = new ArrayList<>();
    for (Provision.Review review : reviews) {
      List<String> parts = new ArrayList<>(List.of(feel(review.when(), "self")));
      reviews.stream()
          .filter(other -> other.displaces().contains(review.id()))
          .forEach(other -> parts.add("not((" + feel(other.when(), "self") + ") = true)"));
      lines.add(
          "if (%s) = true then [\"%s\"] else []"
              .formatted(String.join(" and ", parts), review.policy().word()));
    }
    String list = "concatenate(" + String.join(", ", lines) + ", [])";
    return "if count(%s) = 0 then [\"unknown\"] else %s".formatted(list, list);
  }

  private List<Provision> of(Provision.Kind kind) {
    return provisions.stream().filter(p -> p.kind() == kind).toList();
  }

  private List<String> names(Provision.Kind kind) {
    return of(kind).stream().map(p -> name(p.id())).toList();
  }

  private static String anyOf(List<String> names) {
    return names.isEmpty() ? "false" : String.join(" or ", names);
  }

  /** A name that FEEL reads as one word. */
  static String name(String id) {
    return "p_" + id.replaceAll("[^A-Za-z0-9]", "_");
  }

  private static String call(String function, String id, String subject) {
    return "%s_%s(%s, circuits, trade)".formatted(function, name(id), subject);
  }

  private Set<String> called(Condition condition) {
    Set<String> called = new LinkedHashSet<>();
    Conditions.walk(
        condition,
        node -> {
          if (node instanceof Condition.Meets meets && versions.containsKey(meets.provision())) {
            called.add("meets_" + name(meets.provision()));
          }
        });
    return called;
  }

  /** A condition about a subject as a FEEL expression. */
  private String feel(Condition condition, String subject) {
    return switch (condition) {
      case Condition.All all -> joined(all.parts(), " and ", "true", subject);
      case Condition.Any any -> joined(any.parts(), " or ", "false", subject);
      case Condition.Not not -> "not(" + feel(not.part(), subject) + ")";
      case Condition.Compare compare -> comparison(compare, subject);
      case Condition.In in -> membership(in, subject);
      case Condition.Meets meets ->
          versions.containsKey(meets.provision())
              ? call("meets", meets.provision(), subject)
              : "false";
      case Condition.AnyCircuit any ->
          "some k in circuits satisfies (k.kind = \"accelerator\" and "
              + feel(any.part(), "k")
              + ")";
    };
  }

  private String joined(List<Condition> parts, String word, String none, String subject) {
    return parts.isEmpty()
        ? none
        : parts.stream()
            .map(part -> feel(part, subject))
            .collect(Collectors.joining(word, "(", ")"));
  }

  private static String comparison(Condition.Compare compare, String subject) {
    Metric metric = compare.metric();
    BigInteger p = compare.limit().getNumerator();
    BigInteger q = compare.limit().getDenominator();
    String sign = compare.operator().sign();
    if (metric.isBase()) {
      return "%s.%s * %s %s %s".formatted(subject, metric.key(), q, sign, p);
    }
    String first = subject + "." + metric.first().key();
    String second = subject + "." + metric.second().key();
    return metric.isRatio()
        ? "(%s > 0 and %s * %s %s %s * %s)".formatted(second, first, q, sign, p, second)
        : "(%s + %s) * %s %s %s".formatted(first, second, q, sign, p);
  }

  private static String membership(Condition.In in, String subject) {
    boolean ofItem = in.fact().isOfItem();
    String within = within(in.fact(), in.labels(), ofItem, subject);
    return in.except().isEmpty()
        ? within
        : "(" + within + " and not(" + within(in.fact(), in.except(), ofItem, subject) + "))";
  }

  private static String within(Fact fact, Set<String> labels, boolean ofItem, String subject) {
    String list =
        labels.stream()
            .sorted()
            .map(label -> "\"" + label + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    return ofItem
        ? "(if %s.%s = null then null else list contains(%s, %s.%s))"
            .formatted(subject, fact.key(), list, subject, fact.key())
        : "(some l in trade.%s satisfies list contains(%s, l))".formatted(fact.key(), list);
  }

  private void knowledge(String function, String id, String feel, Collection<String> called)
      throws XMLStreamException {
    String name = function + "_" + name(id);
    newline(1);
    xml.writeStartElement("businessKnowledgeModel");
    attributes("id", name, "name", name);
    variable(name, "Any");
    newline(2);
    xml.writeStartElement("encapsulatedLogic");
    attributes("kind", "FEEL");
    for (String parameter : List.of("c", "circuits", "trade")) {
      newline(3);
      xml.writeEmptyElement("formalParameter");
      attributes("name", parameter, "typeRef", "Any");
    }
    expression(feel, 3);
    end(2);
    requirements(List.of(), called);
    end(1);
  }

  private void decision(
      String name,
      String type,
      String feel,
      Collection<String> decisions,
      Collection<String> called)
      throws XMLStreamException {
    newline(1);
    xml.writeStartElement("decision");
    attributes("id", name, "name", name);
    variable(name, type);
    for (String input : INPUTS) {
      newline(2);
      xml.writeStartElement("informationRequirement");
      attributes("id", name + "_" + input);
      newline(3);
      xml.writeEmptyElement("requiredInput");
      attributes("href", "#in_" + input);
      end(2);
    }
    requirements(decisions, called, name);
    expression(feel, 2);
    end(1);
  }

  private void requirements(Collection<String> decisions, Collection<String> called)
      throws XMLStreamException {
    requirements(decisions, called, "");
  }

  private void requirements(Collection<String> decisions, Collection<String> called, String owner)
      throws XMLStreamException {
    for (String decision : decisions) {
      newline(2);
      xml.writeStartElement("informationRequirement");
      attributes("id", owner + "_" + decision);
      newline(3);
      xml.writeEmptyElement("requiredDecision");
      attributes("href", "#" + decision);
      end(2);
    }
    for (String function : called) {
      newline(2);
      xml.writeStartElement("knowledgeRequirement");
      newline(3);
      xml.writeEmptyElement("requiredKnowledge");
      attributes("href", "#" + function);
      end(2);
    }
  }

  private void expression(String feel, int level) throws XMLStreamException {
    newline(level);
    xml.writeStartElement("literalExpression");
    newline(level + 1);
    xml.writeStartElement("text");
    xml.writeCharacters(feel);
    xml.writeEndElement();
    end(level);
  }

  private void variable(String name, String type) throws XMLStreamException {
    newline(2);
    xml.writeEmptyElement("variable");
    attributes("name", name, "typeRef", type);
  }

  private void attributes(String... keysAndValues) throws XMLStreamException {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      xml.writeAttribute(keysAndValues[i], keysAndValues[i + 1]);
    }
  }

  private void newline(int level) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(level));
  }

  private void end(int level) throws XMLStreamException {
    newline(level);
    xml.writeEndElement();
  }
}
