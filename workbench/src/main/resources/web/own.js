"use strict";
// "Your chip" on the page of the line: a mark to drag. While it moves, what the regions under it
// say is shown; when it rests, the server is asked for the answer with its margins.
(() => {
  const byId = (id) => document.getElementById(id);
  const button = byId("own");
  const size = 9;
  const step = 1.02;
  const smallStep = 1.002;
  // The rest of a circuit as the regions take it: for data centres, and of what is not on the
  // axes too little to matter.
  const keys = { tpp: "int8-tops", performanceDensity: "compute-die-area-mm2", memoryBandwidthGBps: "memory-bw-gbs", ioGBps: "io-gbs" };
  const start = (new URLSearchParams(location.search).get("own") ?? "").split(",").map(Number);
  let at = null;
  let seen = null;
  let waiting = 0;
  let asked = 0;

  const digits = (value) => Number(value.toPrecision(4));

  function spec([x, y]) {
    const value = { [seen.chart.x.metric]: x, [seen.chart.y.metric]: y };
    const figures = { "int8-tops": 0, "compute-die-area-mm2": 100000, "memory-bw-gbs": 10, "io-gbs": 0 };
    for (const [metric, figure] of Object.entries(value)) {
      if (metric !== "performanceDensity") figures[keys[metric]] = metric === "tpp" ? figure / 8 : figure;
    }
    if ("performanceDensity" in value) figures["compute-die-area-mm2"] = value.tpp / value.performanceDensity;
    return Object.entries(figures).map(([key, figure]) => `${key}=${Number(figure.toPrecision(12))}`).concat("datacenter=yes", "planar=no", "name=" + seen.say("own")).join(",");
  }

  function sentence(verdict, entry) {
    const { say, number, chart } = seen;
    const unit = (axis) => (axis.unit ? " " + axis.unit : "");
    return `${say("metric." + chart.x.metric)} ${number(at[0])}${unit(chart.x)}, ${say("metric." + chart.y.metric)} ${number(at[1])}${unit(chart.y)}: `
      + say("verdict." + verdict) + (entry && entry !== "none" ? `, ${entry}` : "");
  }

  function place() {
    const layer = seen.svg.select(".own-place");
    const mark = layer.selectAll("g").data(at ? [at] : []).join((enter) => {
      const made = enter.append("g").attr("class", "own").attr("tabindex", 0).attr("role", "button");
      made.append("circle").attr("r", size);
      made.append("path").attr("d", `M-${size + 5},0H${size + 5}M0,-${size + 5}V${size + 5}`);
      made.call(d3.drag().on("drag", (event) => {
        move([seen.x.invert(event.x), seen.y.invert(event.y)]);
      }));
      made.on("keydown", keyed);
      return made;
    });
    if (!at) return;
    mark.attr("transform", `translate(${seen.x(at[0])},${seen.y(at[1])})`);
    const under = seen.regions.find((region) => d3.polygonContains(region.vertices, at));
    const text = under ? sentence(under.verdict, under.eccn) : "";
    if (text) {
      mark.attr("aria-label", seen.say("own") + ". " + text);
      tell(text, under.verdict);
    }
  }

  function tell(text, verdict) {
    byId("own-verdict").textContent = text;
    byId("own-verdict").className = "answer " + verdict;
  }

  function move([x, y]) {
    const within = (value, scale) => digits(Math.min(scale.domain()[1], Math.max(scale.domain()[0], value)));
    at = [within(x, seen.x), within(y, seen.y)];
    button.dataset.at = at.join(",");
    place();
    document.dispatchEvent(new Event("own-moved"));
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  }

  function keyed(event) {
    const by = event.shiftKey ? smallStep : step;
    const to = { ArrowRight: [by, 1], ArrowLeft: [1 / by, 1], ArrowUp: [1, by], ArrowDown: [1, 1 / by] }[event.key];
    if (!to) return;
    event.preventDefault();
    // Four digits must move even where a step is smaller than their last.
    const moved = (value, factor) => {
      const next = digits(value * factor);
      return next === value && factor !== 1 ? digits(value * (factor > 1 ? 1.001 : 0.999)) : next;
    };
    move([moved(at[0], to[0]), moved(at[1], to[1])]);
  }

  async function ask() {
    const turn = ++asked;
    const { to, clock } = seen.state;
    const query = new URLSearchParams({ spec: spec(at), to, clock, "as-of": seen.day, exporter: "none" });
    const response = await fetch("/api/v1/classify?" + query, { headers: { Accept: "application/json" } });
    const said = await response.json();
    if (turn !== asked || !at) return;
    if (!response.ok) {
      tell(seen.say("failed", said.problems?.[0]?.limit ?? said.title), "undetermined");
      return;
    }
    tell(sentence(said.verdict, said.eccnCandidates.join(" / ")), said.verdict);
    margins(said);
    byId("own-answer").dataset.settled = said.verdict;
  }

  /** The nearest limits on the two axes at which the verdict turns, one a line. */
  function margins(said) {
    const { say, number, chart } = seen;
    const axes = [chart.x.metric, chart.y.metric];
    const turning = said.margins.filter((m) => m.flipsTo && m.change !== null && axes.includes(m.by)
      && (m.flipsTo.verdict !== said.verdict || m.flipsTo.eccnCandidates.join() !== said.eccnCandidates.join()));
    const lines = new Map();
    for (const m of turning.sort((a, b) => Math.abs(a.change / (a.value || 1)) - Math.abs(b.change / (b.value || 1)))) {
      const by = (m.change > 0 ? "+" : "−") + number(Math.abs(digits(m.change)));
      const entry = m.flipsTo.eccnCandidates.filter((e) => e !== "none").join(" / ");
      const text = say("own.margin", say("metric." + m.by), by, `${say("metric." + m.metric)} ${number(m.threshold)}`, say("verdict." + m.flipsTo.verdict) + (entry ? `, ${entry}` : ""));
      lines.set(text, text);
    }
    const shown = [...lines.keys()].slice(0, 5);
    byId("own-margins").replaceChildren(...(shown.length ? shown : [say("own.none")]).map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
  }

  function show(where) {
    at = where;
    button.setAttribute("aria-pressed", String(at !== null));
    button.textContent = seen.say(at ? "own.hide" : "own.show");
    byId("own-answer").hidden = !at;
    if (at) {
      move(at);
    } else {
      delete button.dataset.at;
      place();
      document.dispatchEvent(new Event("own-moved"));
    }
  }

  button.addEventListener("click", () => {
    const middle = (axis) => Math.sqrt(axis.domain()[0] * axis.domain()[1]);
    show(at ? null : [middle(seen.x), middle(seen.y)]);
    if (at) document.querySelector("#chart .own").focus({ preventScroll: true });
  });

  document.addEventListener("line-drawn", (event) => {
    const before = seen;
    seen = event.detail;
    if (!before && start.length === 2 && start.every((n) => n > 0)) {
      show(start);
    } else if (at && before.state.plane !== seen.state.plane) {
      show([Math.sqrt(seen.x.domain()[0] * seen.x.domain()[1]), Math.sqrt(seen.y.domain()[0] * seen.y.domain()[1])]);
    } else if (at) {
      move(at);
    }
  });
})();
