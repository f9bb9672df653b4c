"use strict";
// The page of the line. The law is not known here: answers and regions come from the server,
// for every day at once, so that the date moves without asking it again.
(() => {
  const page = document.getElementById("controls").dataset;
  const byId = (id) => document.getElementById(id);
  const controls = ["to", "plane", "clock", "datacenter"];
  const defaults = { to: "CN", plane: "tpp-density", clock: "enforced", datacenter: "" };
  const size = { width: 960, height: 540, left: 62, right: 34, top: 12, bottom: 46 };
  const least = { tpp: 50, performanceDensity: 0.1, ioGBps: 10, memoryBandwidthGBps: 20 };
  const shapes = {
    "licence-required": d3.symbolSquare,
    "no-licence-required": d3.symbolCircle,
    undetermined: d3.symbolDiamond,
    "not-modelled": d3.symbolTriangle,
  };
  const days = d3.utcDay.range(date(page.first), d3.utcDay.offset(date(page.last), 1)).map(iso);
  let words = {};
  let chart = null;
  let chosen = null;
  let asked = 0;
  let waiting = 0;

  function date(text) { return new Date(text + "T00:00:00Z"); }
  function iso(day) { return day.toISOString().slice(0, 10); }
  function say(key, ...values) { return values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key); }
  function today() { return days[Number(byId("day").value)]; }
  function state() { return Object.fromEntries(controls.map((id) => [id, byId(id).value])); }

  function shown(day) {
    return new Intl.DateTimeFormat(page.words, { dateStyle: "medium", timeZone: "UTC" }).format(date(day));
  }
  function number(value) { return new Intl.NumberFormat(page.words, { maximumSignificantDigits: 6 }).format(value); }

  /** The last of a list of dated things that has begun on a day. */
  function on(day, dated) {
    let found = null;
    for (const each of dated) if (each.from <= day) found = each;
    return found;
  }

  function remember() {
    const query = new URLSearchParams();
    const now = state();
    for (const id of controls) if (now[id] !== defaults[id]) query.set(id, now[id]);
    query.set("as-of", today());
    if (chosen) query.set("chip", chosen);
    if (byId("own").dataset.at) query.set("own", byId("own").dataset.at);
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) query.set("lang", lang);
    history.replaceState(null, "", "?" + query);
    query.set("lang", page.words === "en" ? "zh" : "en");
    byId("language").href = "?" + query;
  }

  async function read(path) {
    const response = await fetch(path, { headers: { Accept: "application/json" } });
    const body = await response.json();
    if (!response.ok) {
      const first = (body.problems ?? [])[0];
      throw new Error(first ? `${first.place}: ${first.value} (${first.limit})` : body.title);
    }
    return body;
  }

  async function load() {
    const turn = ++asked;
    const query = new URLSearchParams(state());
    if (!query.get("datacenter")) query.delete("datacenter");
    byId("status").textContent = say("loading");
    try {
      const first = await read(`/line.json?${query}&as-of=${today()}`);
      if (turn !== asked) return;
      chart = { ...first, oneDay: today() };
      ticks();
      draw();
      const all = await read(`/line.json?${query}`);
      if (turn !== asked) return;
      chart = all;
      draw();
      byId("status").textContent = "";
    } catch (problem) {
      if (turn === asked) byId("status").textContent = say("failed", problem.message);
    }
  }

  function scales() {
    const side = (axis, from, to) =>
      d3.scaleLog().domain([least[axis.metric] ?? 1, axis.most]).range([from, to]).clamp(true);
    return {
      x: side(chart.x, size.left, size.width - size.right),
      y: side(chart.y, size.height - size.bottom, size.top),
    };
  }

  /** An edge straight in the figures is bent on log axes, so it is drawn in steps. */
  function outline(vertices, { x, y }) {
    const points = [];
    vertices.forEach((a, i) => {
      const b = vertices[(i + 1) % vertices.length];
      const slanted = a[0] !== b[0] && a[1] !== b[1];
      const steps = slanted ? 48 : 1;
      for (let k = 0; k < steps; k++) {
        const along = (p, q) => p + ((q - p) * k) / steps;
        points.push([x(Math.max(along(a[0], b[0]), x.domain()[0])), y(Math.max(along(a[1], b[1]), y.domain()[0]))]);
      }
    });
    return d3.line()(points) + "Z";
  }

  function answer(chip) {
    return on(today(), chip.history) ?? { verdict: "not-modelled", eccn: "", requirements: [] };
  }
  function drawn(chip) { return chip.x && chip.y && chip.x.low > 0 + 1e-9 && chip.y.low > 1e-9; }

  function frame() {
    // One unit is one pixel, so that letters keep their size on any screen.
    size.width = Math.max(300, byId("chart").clientWidth);
    size.height = narrow() ? 420 : 540;
    const svg = d3.select("#chart").selectAll("svg").data([0]).join((enter) => {
      const made = enter.append("svg")
        .attr("id", "chart-svg").attr("role", "group").attr("aria-labelledby", "chart-title").attr("aria-describedby", "chart-help");
      patterns(made);
      made.append("clipPath").attr("id", "inside").append("rect").attr("x", size.left).attr("y", size.top);
      for (const layer of ["regions", "grid", "axis x", "axis y", "labels", "spans", "chips", "names", "own-place"]) {
        made.append("g").attr("class", layer).attr("clip-path", layer === "regions" ? "url(#inside)" : null);
      }
      return made;
    });
    svg.attr("viewBox", `0 0 ${size.width} ${size.height}`);
    svg.select("#inside rect")
      .attr("width", size.width - size.left - size.right).attr("height", size.height - size.top - size.bottom);
    return svg;
  }

  function narrow() { return size.width < 640; }

  function patterns(svg) {
    const defs = svg.append("defs");
    const hatch = defs.append("pattern").attr("id", "required").attr("width", 9).attr("height", 9)
      .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)");
    hatch.append("rect").attr("class", "ground-required").attr("width", 9).attr("height", 9);
    hatch.append("line").attr("class", "licence-required").attr("y2", 9);
    defs.append("pattern").attr("id", "undetermined").attr("width", 9).attr("height", 9)
      .attr("patternUnits", "userSpaceOnUse")
      .append("circle").attr("class", "undetermined").attr("cx", 4).attr("cy", 4).attr("r", 1.6);
  }

  function axes(svg, { x, y }) {
    const ticksOf = (scale) => scale.ticks(6).filter((t) => (narrow() ? /^1/ : /^[125]/).test(Number(t).toExponential()));
    const plain = (value) => number(value);
    svg.select(".axis.x").attr("transform", `translate(0,${size.height - size.bottom})`)
      .call(d3.axisBottom(x).tickValues(ticksOf(x)).tickFormat(plain));
    svg.select(".axis.y").attr("transform", `translate(${size.left},0)`)
      .call(d3.axisLeft(y).tickValues(ticksOf(y)).tickFormat(plain));
    const lines = [
      ...ticksOf(x).map((t) => [x(t), size.top, x(t), size.height - size.bottom]),
      ...ticksOf(y).map((t) => [size.left, y(t), size.width - size.right, y(t)]),
    ];
    svg.select(".grid").selectAll("line").data(lines).join("line")
      .attr("x1", (d) => d[0]).attr("y1", (d) => d[1]).attr("x2", (d) => d[2]).attr("y2", (d) => d[3]);
    const unit = (axis) => say("metric." + axis.metric) + (axis.unit ? `, ${axis.unit}` : "");
    svg.select(".labels").selectAll("text").data([chart.x, chart.y]).join("text")
      .attr("x", (d, i) => (i === 0 ? size.width - size.right : size.left + 8))
      .attr("y", (d, i) => (i === 0 ? size.height - 8 : size.top + 14))
      .attr("text-anchor", (d, i) => (i === 0 ? "end" : "start")).text(unit);
  }

  function draw() {
    if (!chart) return;
    const svg = frame();
    const { x, y } = scales();
    const period = on(today(), chart.periods) ?? { regions: [] };
    svg.select(".regions").selectAll("path").data(period.regions).join("path")
      .attr("class", (d) => `region ${d.verdict}`).attr("d", (d) => outline(d.vertices, { x, y }));
    axes(svg, { x, y });
    const visible = chart.chips.filter(drawn).sort((a, b) => a.x.low - b.x.low || a.y.low - b.y.low);
    const middle = (range, scale) => scale(range.high === null ? range.low : Math.sqrt(range.low * range.high));
    const doubtful = visible.filter((c) => c.x.high !== c.x.low || c.y.high !== c.y.low);
    const span = (c) => {
      const end = (range, axis) => (range.high === null ? axis.most : range.high);
      const [x0, x1, y0, y1] = [x(c.x.low), x(end(c.x, chart.x)), y(c.y.low), y(end(c.y, chart.y))];
      return `M${x0},${y0}H${x1}V${y1}H${x0}Z`;
    };
    svg.select(".spans").selectAll("path").data(doubtful, (c) => c.id).join("path")
      .attr("class", (c) => `span ${answer(c).verdict}`).attr("d", span).attr("fill", "none");
    svg.select(".chips").selectAll("path").data(visible, (c) => c.id).join("path")
      .attr("class", (c) => `chip ${answer(c).verdict}${c.id === chosen ? " chosen" : ""}`)
      .attr("transform", (c) => `translate(${middle(c.x, x)},${middle(c.y, y)})`)
      .attr("d", (c) => d3.symbol(shapes[answer(c).verdict], c.id === chosen ? 130 : 70)())
      .attr("role", "button")
      .attr("tabindex", (c, i) => ((visible.some((v) => v.id === chosen) ? c.id === chosen : i === 0) ? 0 : -1))
      .attr("aria-label", sentence)
      .on("pointerenter focus", (event, c) => { byId("under").textContent = sentence(c); })
      .on("click", (event, c) => choose(c.id, true))
      .on("keydown", (event, c) => step(event, c, visible));
    names(svg, visible.map((c) => ({ chip: c, x: middle(c.x, x), y: middle(c.y, y) })));
    byId("date").textContent = shown(today());
    byId("day").setAttribute("aria-valuetext", shown(today()));
    const hidden = chart.chips.length - visible.length;
    byId("off").textContent = hidden > 0 ? say("off.chart", number(hidden)) : "";
    // While the date slides the table, which is most of the work, waits until it rests.
    clearTimeout(waiting);
    if (document.querySelector("#table tbody tr")) waiting = setTimeout(table, 60);
    else table();
    remember();
    const detail = { svg, x, y, chart, regions: period.regions, day: today(), state: state(), say, number, shapes };
    document.dispatchEvent(new CustomEvent("line-drawn", { detail }));
  }

  /** Names where there is room for them; the chosen chip's always. */
  function names(svg, points) {
    const taken = points.map((p) => [p.x - 6, p.y - 6, p.x + 6, p.y + 6]);
    const own = points.filter((p) => p.chip.id === chosen);
    const placed = [];
    for (const point of own.concat(points.filter((p) => p.chip.id !== chosen))) {
      const width = point.chip.name.length * 7;
      const left = point.x + 10 + width > size.width;
      const x0 = left ? point.x - 10 - width : point.x + 10;
      const box = [x0, point.y - 15, x0 + width, point.y];
      const free = taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
      if (free || point.chip.id === chosen) {
        taken.push(box);
        placed.push({ ...point, left });
      }
    }
    svg.select(".names").selectAll("text").data(placed, (p) => p.chip.id).join("text")
      .attr("class", (p) => (p.chip.id === chosen ? "name chosen" : "name"))
      .attr("x", (p) => p.x + (p.left ? -10 : 10)).attr("y", (p) => p.y - 3)
      .attr("text-anchor", (p) => (p.left ? "end" : "start")).text((p) => p.chip.name);
  }

  function sentence(chip) {
    const said = answer(chip);
    const figure = (range, axis) => (range ? range.text + (axis.unit ? " " + axis.unit : "") : say("unknown"));
    return `${chip.vendor} ${chip.name}: ${say("verdict." + said.verdict)}`
      + (said.eccn && said.eccn !== "none" ? `, ${said.eccn}` : "")
      + (said.requirements.length ? ` (${said.requirements.join(", ")})` : "")
      + `. ${say("metric." + chart.x.metric)}: ${figure(chip.x, chart.x)}. ${say("metric." + chart.y.metric)}: ${figure(chip.y, chart.y)}.`;
  }

  function step(event, chip, visible) {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = visible.indexOf(chip);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(chip.id, true);
    } else if (move !== undefined || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const to = event.key === "Home" ? 0 : event.key === "End" ? visible.length - 1 : (at + move + visible.length) % visible.length;
      const nodes = d3.selectAll("#chart .chip").nodes();
      const next = nodes.find((node) => d3.select(node).datum() === visible[to]);
      nodes.forEach((node) => node.setAttribute("tabindex", node === next ? "0" : "-1"));
      next.focus();
    }
  }

  function table() {
    const columns = ["chip", "vendor", "x", "y", "verdict", "entry", "requirements"];
    const title = { x: say("metric." + chart.x.metric), y: say("metric." + chart.y.metric) };
    d3.select("#table thead").selectAll("tr").data([0]).join("tr").selectAll("th").data(columns).join("th")
      .attr("scope", "col").text((c) => title[c] ?? say("table." + c));
    const rows = d3.select("#table tbody").selectAll("tr").data(chart.chips, (c) => c.id).join("tr");
    const cells = (chip) => {
      const said = answer(chip);
      return [
        { button: chip }, { text: chip.vendor },
        { text: chip.x ? chip.x.text : say("unknown"), kind: "number" },
        { text: chip.y ? chip.y.text : say("unknown"), kind: "number" },
        { text: say("verdict." + said.verdict), kind: "answer " + said.verdict },
        { text: said.eccn === "none" || !said.eccn ? say("none") : said.eccn },
        { text: said.requirements.join(", ") || say("none") },
      ];
    };
    rows.selectAll("td").data(cells).join("td").attr("class", (d) => d.kind ?? null).each(function (d) {
      if (!d.button) {
        this.textContent = d.text;
      } else if (!this.firstChild) {
        const button = this.appendChild(document.createElement("button"));
        button.type = "button";
        button.textContent = d.button.name;
        button.addEventListener("click", () => choose(d.button.id, true));
      }
    });
  }

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function tree(node) {
    const line = () => {
      const span = element("span");
      span.append(element("span", say("truth." + node.truth), "truth"), " ",
        (node.paragraph ? node.paragraph + ": " : "") + node.test + (node.found ? ` [${node.found}]` : ""));
      return span;
    };
    const parts = node.parts ?? [];
    if (!parts.length) {
      const leaf = element("div", undefined, "step");
      leaf.append(line());
      return leaf;
    }
    const details = element("details");
    const summary = element("summary");
    summary.append(line());
    details.append(summary, ...parts.map(tree));
    return details;
  }

  async function choose(id, show) {
    chosen = id;
    draw();
    const { to, clock, datacenter } = state();
    const query = new URLSearchParams({ item: id, to, clock, "as-of": today() });
    if (datacenter) query.set("datacenter", datacenter);
    const path = "/api/v1/classify?" + query;
    const turn = id + query;
    choose.turn = turn;
    try {
      const said = await read(path);
      if (choose.turn === turn) explain(said, path, show);
    } catch (problem) {
      byId("explained").replaceChildren(element("p", say("failed", problem.message)));
    }
  }

  function explain(said, path, show) {
    const box = byId("explained");
    const list = element("dl");
    const row = (key, value, className) => {
      if (value) list.append(element("dt", say(key)), element("dd", value, className));
    };
    const name = element("h3", `${said.item.name} → ${said.destination}, ${shown(said.asOf)}`);
    row("table.verdict", say("verdict." + said.verdict), "answer " + said.verdict);
    row("table.entry", said.eccnCandidates.filter((e) => e !== "none").join(" / ") || say("none"));
    row("table.requirements", said.requirements.map((r) => `${r.provision}: ${r.citation}`).join("; "));
    row("explanation.policy", said.reviewPolicy);
    row("explanation.residual", said.residual?.text ?? said.residual);
    row("explanation.assumed", said.assumptions.map((a) => `${a.fact} ${a.value} (${a.why})`).join("; "));
    row("explanation.warnings", said.warnings.map((w) => w.text).join(" "));
    const provisions = element("details");
    provisions.append(element("summary", say("explanation.provisions")),
      ...said.provisions.filter((p) => p.truth !== "no").concat(said.provisions.filter((p) => p.truth === "no")).map((p) => {
        const details = element("details");
        const summary = element("summary");
        summary.append(element("span", say("truth." + p.truth), "truth"), ` ${p.provision} (${p.version}) ${p.citation}`);
        details.append(summary, ...[].concat(p.steps).map(tree));
        return details;
      }));
    const json = element("a", say("explanation.json"));
    json.href = path;
    const last = element("p");
    last.append(json);
    box.replaceChildren(name, list, provisions, last, element("p", said.disclaimer, "quiet"));
    if (show) {
      const section = byId("explanation");
      section.focus({ preventScroll: true });
      section.scrollIntoView({ block: "nearest" });
    }
  }

  function ticks() {
    const at = d3.scaleLinear().domain([0, days.length - 1]).range([0, 100]);
    d3.select("#ticks").selectAll("line").data(chart.periods.slice(1)).join("line")
      .attr("x1", (p) => at(days.indexOf(p.from)) + "%").attr("x2", (p) => at(days.indexOf(p.from)) + "%")
      .attr("y1", 0).attr("y2", 8);
  }

  function legend() {
    const items = d3.select("#legend").selectAll("li").data(Object.keys(shapes)).join("li");
    items.selectAll("svg").data((v) => [v]).join((enter) => {
      const svg = enter.append("svg").attr("viewBox", "0 0 42 18").attr("aria-hidden", "true");
      svg.append("rect").attr("class", (v) => `region ${v}`).attr("x", 18).attr("width", 24).attr("height", 18);
      svg.append("path").attr("class", (v) => `chip ${v}`).attr("transform", "translate(8,9)").attr("d", (v) => d3.symbol(shapes[v], 70)());
      return svg;
    });
    items.selectAll("span").data((v) => [v]).join("span").text((v) => say("verdict." + v));
  }

  function jump(direction) {
    const starts = chart.periods.map((p) => p.from);
    const now = today();
    const to = direction > 0 ? starts.find((s) => s > now) : starts.filter((s) => s < now).pop();
    if (to) move(to);
  }

  function move(day) {
    byId("day").value = String(Math.max(0, days.indexOf(day)));
    moved();
  }

  function moved() {
    if (chart?.oneDay && chart.oneDay !== today()) load();
    else draw();
    if (chosen) choose(chosen, false);
  }

  async function begin() {
    words = await read(`/words/${page.words}.json`);
    const query = new URLSearchParams(location.search);
    for (const id of controls) {
      byId(id).value = query.get(id) ?? defaults[id];
      if (byId(id).selectedIndex < 0) byId(id).value = defaults[id];
      byId(id).addEventListener("change", () => { load(); if (chosen) choose(chosen, false); });
    }
    chosen = query.get("chip");
    byId("day").max = String(days.length - 1);
    const day = query.get("as-of") ?? page.today;
    byId("day").value = String(days.includes(day) ? days.indexOf(day) : days.length - 1);
    byId("day").addEventListener("input", moved);
    byId("previous").addEventListener("click", () => jump(-1));
    byId("next").addEventListener("click", () => jump(1));
    addEventListener("resize", draw);
    document.addEventListener("own-moved", remember);
    byId("controls").addEventListener("submit", (event) => event.preventDefault());
    byId("find").addEventListener("change", () => {
      const text = byId("find").value.trim().toLowerCase();
      const found = chart?.chips.find((c) => [c.name, c.id, `${c.vendor} ${c.name}`].some((n) => n.toLowerCase() === text))
        ?? chart?.chips.find((c) => text && c.name.toLowerCase().includes(text));
      if (found) choose(found.id, true);
    });
    legend();
    await load();
    byId("names").replaceChildren(...(chart?.chips ?? []).map((c) => { const option = element("option"); option.value = c.name; return option; }));
    if (chosen) choose(chosen, false);
  }

  begin().catch((problem) => { byId("status").textContent = String(problem.message); });
})();
