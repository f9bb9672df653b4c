"use strict";
// A browser for reports of `port --json`. The report stays in this page: it is read here and sent
// nowhere. Whatever it says becomes text, never markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const lang = byId("source").dataset.words;
  const most = 50 * 1024 * 1024; // bytes
  const page = 200; // rows
  const verdicts = [...byId("filter-verdict").options].map((o) => o.value).filter(Boolean);
  let words = {};
  let report = null;
  let matching = [];
  let rows = 0;

  const say = (key, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key);
  const number = (value, digits = 3) => new Intl.NumberFormat(lang, { maximumSignificantDigits: digits }).format(value);
  const whole = (value) => number(value, 12);
  const verdictName = (word) => words["port.is." + word] ?? word;

  function make(kind, text, { name, lang: language, scope } = {}) {
    const made = document.createElement(kind);
    made.textContent = text;
    if (name) made.className = name;
    if (language) made.lang = language;
    if (scope) made.scope = scope;
    return made;
  }

  function drawn(kind, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function interval(days) {
    return days && Number.isFinite(days.mid) ? `${number(days.mid)} (${number(days.low)}–${number(days.high)})` : say("unknown");
  }

  function wrong(key, ...values) {
    byId("status").textContent = say(key, ...values);
    byId("status").className = "problems";
  }

  /** Whether a value has what is shown of it. */
  function isReport(value) {
    return value !== null && typeof value === "object" && typeof value.program === "string" && typeof value.target === "string"
      && ["uses", "byFile", "byCause", "orderOfWork", "assumptions", "problems"].every((key) => Array.isArray(value[key]))
      && value.verdicts !== null && typeof value.verdicts === "object" && value.effortDays !== null && typeof value.effortDays === "object";
  }

  function take(text) {
    byId("status").className = "";
    if (text.length > most) { wrong("port.large", whole(most / 1048576)); return; }
    let value;
    try {
      value = JSON.parse(text);
    } catch (problem) {
      wrong("port.not-json", problem.message);
      return;
    }
    if (!isReport(value)) { wrong("port.not-report"); return; }
    report = value;
    show();
  }

  function card(title, text, unit) {
    const made = document.createElement("div");
    const value = make("dd", text);
    if (unit) value.append(" ", make("span", unit, { name: "unit" }));
    made.append(make("dt", title), value);
    return made;
  }

  function show() {
    byId("report").hidden = false;
    byId("report-title").textContent = say("port.of", report.program, report.target.toUpperCase());
    const version = report.targetVersion ? `, ${report.target} ${report.targetVersion}` : "";
    byId("report-facts").textContent = say("port.facts", report.asOf ?? say("unknown"), whole(report.scanned?.files ?? 0), whole(report.scanned?.lines ?? 0)) + version;
    const cards = [
      card(say("port.effort"), interval(report.effortDays)),
      card(say("port.references"), whole(report.references ?? 0)),
      card(say("port.kernels"), whole(report.kernelBodies ?? 0)),
      card(say("port.unread"), whole(report.scanned?.unread ?? 0)),
    ];
    for (const score of ["names", "libraries", "kernels", "numerics", "tuning"]) {
      const value = report.scores?.[score];
      cards.push(card(say("port.score." + score), value === null || value === undefined ? "–" : number(value), value === null || value === undefined ? "" : "/ 100"));
    }
    byId("figures").replaceChildren(...cards);
    byId("status").textContent = report.isCuda === false ? say("port.nothing") : say("port.shown", whole(report.uses.length));
    shares();
    for (const list of ["byFile", "byCause"]) costs(list);
    byId("filter-file").value = byId("filter-name").value = byId("filter-verdict").value = "";
    filter();
    byId("order").tBodies[0].replaceChildren(...report.orderOfWork.map((each) => {
      const row = document.createElement("tr");
      row.append(make("th", words["port.stage." + each.stage] ?? String(each.text), { scope: "row" }), make("td", interval(each.effortDays), { name: "number" }));
      return row;
    }));
    byId("assumptions").replaceChildren(...report.assumptions.map((text) => make("li", String(text))));
    byId("port-problems").replaceChildren(...report.problems.map((each) => make("li", `${each.place}: ${each.id} ${each.value ?? ""}; ${each.limit ?? ""}`)));
    byId("problems-heading").hidden = report.problems.length === 0;
    byId("report").focus({ preventScroll: true });
  }

  function shares() {
    const counts = verdicts.map((word) => Number(report.verdicts[word] ?? 0));
    const all = counts.reduce((sum, each) => sum + each, 0);
    let at = 0;
    byId("verdicts").replaceChildren();
    counts.forEach((count, i) => {
      const width = all ? (100 * count) / all : 0;
      if (count) {
        const bar = drawn("rect", { class: "part port-" + verdicts[i], x: at + "%", width: width + "%", y: 2, height: 36 });
        const title = drawn("title", {});
        title.textContent = `${verdictName(verdicts[i])}: ${count}`;
        bar.append(title);
        byId("verdicts").append(bar);
        if (width > 12) {
          const text = drawn("text", { class: "inside", x: at + width / 2 + "%", y: 20, "text-anchor": "middle", "dominant-baseline": "central" });
          text.textContent = verdictName(verdicts[i]);
          byId("verdicts").append(text);
        }
      }
      at += width;
    });
    byId("verdict-table").tBodies[0].replaceChildren(...verdicts.map((word, i) => {
      const row = document.createElement("tr");
      const head = make("th", "", { scope: "row" });
      const swatch = drawn("svg", { class: "swatch", "aria-hidden": "true" });
      swatch.append(drawn("rect", { class: "part port-" + word, width: "100%", height: "100%" }));
      head.append(swatch, " ", verdictName(word));
      row.append(head, make("td", whole(counts[i]), { name: "number" }), make("td", all ? number((100 * counts[i]) / all) : "–", { name: "number" }), make("td", say("port.means." + word)));
      return row;
    }));
  }

  function costs(list) {
    const top = Math.max(1e-9, ...report[list].map((each) => Number(each.effortDays?.high ?? 0)));
    byId(list).tBodies[0].replaceChildren(...report[list].slice(0, 1000).map((each) => {
      const row = document.createElement("tr");
      const head = make("th", "", { scope: "row", lang: "en" });
      const name = String((list === "byFile" ? each.file : each.cause) ?? say("port.whole"));
      if (list === "byFile") {
        const button = make("button", name);
        button.type = "button";
        button.title = say("port.show-uses");
        button.addEventListener("click", () => {
          byId("filter-file").value = name;
          byId("filter-name").value = byId("filter-verdict").value = "";
          filter();
          byId("filter-file").focus();
          byId("uses-title").scrollIntoView();
        });
        head.append(button);
      } else {
        head.append(name);
      }
      const range = drawn("svg", { class: "range", "aria-hidden": "true" });
      const place = (value) => (100 * Number(value ?? 0)) / top / 1.02;
      range.append(
        drawn("rect", { class: "track", width: "100%", y: 9, height: 2 }),
        drawn("rect", { class: "band", x: place(each.effortDays?.low) + "%", width: Math.max(0, place(each.effortDays?.high) - place(each.effortDays?.low)) + "%", y: 4, height: 12 }),
        drawn("rect", { class: "mid", x: place(each.effortDays?.mid) + "%", width: 3, y: 1, height: 18 }));
      const cell = document.createElement("td");
      cell.append(range);
      row.append(head, make("td", verdictName(each.verdict)), make("td", whole(each.places ?? 0), { name: "number" }), make("td", interval(each.effortDays), { name: "number" }), cell);
      return row;
    }));
  }

  function filter() {
    const file = byId("filter-file").value.trim().toLowerCase();
    const name = byId("filter-name").value.trim().toLowerCase();
    const verdict = byId("filter-verdict").value;
    matching = report.uses.filter((use) =>
      (!file || String(use.file).toLowerCase().includes(file))
      && (!name || [use.name, use.library, use.construct].some((each) => String(each ?? "").toLowerCase().includes(name)))
      && (!verdict || use.verdict === verdict));
    rows = 0;
    byId("uses").tBodies[0].replaceChildren();
    more();
  }

  function more() {
    byId("uses").tBodies[0].append(...matching.slice(rows, rows + page).map((use) => {
      const row = document.createElement("tr");
      const text = (value) => make("td", String(value ?? "") || "–", { lang: "en" });
      const state = make("td", verdictName(use.verdict) + (use.done ? say("port.done") : ""));
      row.append(make("th", `${use.file}:${use.line}`, { scope: "row", lang: "en" }), text(use.name || use.construct), state, text(use.becomes), text(use.restriction), text(use.table));
      return row;
    }));
    rows = Math.min(matching.length, rows + page);
    byId("uses-count").textContent = say("port.count", whole(rows), whole(matching.length), whole(report.uses.length));
    byId("more").hidden = rows >= matching.length;
  }

  byId("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    if (file.size > most) { wrong("port.large", whole(most / 1048576)); return; }
    take(await file.text());
  });
  byId("read").addEventListener("click", () => take(byId("pasted").value));
  byId("example").addEventListener("click", async () => take(await (await fetch("/static/port-example.json")).text()));
  byId("more").addEventListener("click", more);
  for (const id of ["filter-file", "filter-name", "filter-verdict"]) byId(id).addEventListener("input", () => { if (report) filter(); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (!file) return;
    if (file.size > most) wrong("port.large", whole(most / 1048576));
    else take(await file.text());
  });
  (async () => { words = await (await fetch(`/words/${lang}.json`)).json(); byId("source").dataset.ready = "yes"; })();
})();
