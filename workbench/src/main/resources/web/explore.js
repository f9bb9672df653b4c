"use strict";
// The cloud of designs. Points come in pieces and are drawn on a canvas as they come; no piece of
// work here may take as long as a blink, however many points there are.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = document.querySelector("form.live");
  const place = byId("cloud");
  const canvas = byId("dots");
  const svg = d3.select("#cloud-chart");
  const kinds = ["", "meets", "misses", "required", "undetermined", "not-modelled"];
  const order = [5, 4, 3, 2, 1];
  const margin = { left: 58, right: 14, top: 10, bottom: 34 };
  const ends = ["x-from", "x-to", "y-from", "y-to"];
  const mostRows = 100;
  const budget = 6; // milliseconds of drawing in one frame
  let words = {};
  let turn = 0;
  let cloud = null;
  let scales = null;
  let drawn = 0;
  let frame = 0;
  let brush = null;
  let selected = null;

  const say = (key, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key);
  const shown = (value, digits) => new Intl.NumberFormat(place.dataset.words, { maximumSignificantDigits: digits }).format(value);
  const number = (value) => shown(value, 4);
  const whole = (value) => shown(value, 12);
  const field = (name) => form.elements.namedItem(name);
  const hidden = () => new Set(field("hide").value.split(",").filter(Boolean));
  const visible = () => { const off = hidden(); return kinds.map((kind) => kind !== "" && !off.has(kind)); };

  /** Pieces of work, how many were slow and the longest, so that a test can see it. */
  function timed(work) {
    const begin = performance.now();
    work();
    const took = performance.now() - begin;
    const seen = place.dataset;
    seen.pieces = Number(seen.pieces ?? 0) + 1;
    if (took > 50) seen.slow = Number(seen.slow ?? 0) + 1;
    seen.longest = Math.max(Number(seen.longest ?? 0), took).toFixed(1);
  }

  function question() {
    const query = new URLSearchParams(new FormData(form));
    query.delete("brush");
    query.delete("hide");
    return query;
  }

  function remember() {
    const query = new URLSearchParams(location.search);
    for (const name of ["brush", "hide"]) {
      if (field(name).value) query.set(name, field(name).value);
      else query.delete(name);
    }
    history.replaceState(null, "", "?" + query);
    query.set("lang", place.dataset.words === "en" ? "zh" : "en");
    byId("language").href = "?" + query;
  }

  async function ask(from) {
    const body = question();
    body.set("from", from);
    const response = await fetch(place.dataset.points, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) {
      const said = await response.json().catch(() => ({}));
      const first = (said.problems ?? [])[0];
      throw new Error(first ? `${first.place}: ${first.value} (${first.limit})` : said.title ?? response.status);
    }
    return response.json();
  }

  async function load() {
    const now = ++turn;
    const asked = question().toString();
    if (cloud?.asked === asked) return;
    cloud = null;
    place.dataset.done = "no";
    byId("status").textContent = say("explore.loading");
    byId("under").textContent = "";
    try {
      let next = ask(0);
      for (let from = 0; ; ) {
        const piece = await next;
        if (now !== turn) return;
        if (!cloud) begin(piece, asked);
        from += piece.index.length;
        if (from < piece.points) next = ask(from);
        timed(() => add(piece));
        if (from >= piece.points) break;
      }
      place.dataset.done = "yes";
    } catch (problem) {
      if (now === turn) byId("status").textContent = say("failed", problem.message);
    }
  }

  function begin(piece, asked) {
    cloud = {
      asked, axes: piece.axes, x: piece.x, y: piece.y, points: piece.points, length: 0,
      xs: new Float64Array(piece.points), ys: new Float64Array(piece.points),
      index: new Float64Array(piece.points), states: new Uint8Array(piece.points),
      counts: new Array(6).fill(0), front: [], extent: null,
    };
    const unit = (axis) => say("design." + axis.figure);
    byId("x-label").textContent = unit(cloud.x);
    byId("y-label").textContent = unit(cloud.y);
    if (place.dataset.axes && place.dataset.axes !== cloud.x.figure + cloud.y.figure) {
      // A box of other figures means nothing here.
      field("brush").value = "";
      for (const id of ends) byId(id).value = "";
      remember();
    }
    place.dataset.axes = cloud.x.figure + cloud.y.figure;
    selected = fromBrush();
    scales = null;
  }

  function add(piece) {
    const { xs, ys, index, states, counts } = cloud;
    const start = cloud.length;
    let [x0, x1, y0, y1] = cloud.extent ?? [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < piece.index.length; i++) {
      const state = piece.states.charCodeAt(i) - 48;
      const at = start + i;
      index[at] = piece.index[i];
      states[at] = state;
      counts[state]++;
      if (state === 0) continue;
      const x = (xs[at] = piece.xs[i]);
      const y = (ys[at] = piece.ys[i]);
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    cloud.length = start + piece.index.length;
    cloud.extent = [x0, x1, y0, y1];
    advance(start);
    const outside = !scales || x0 < scales.domain[0] || x1 > scales.domain[1] || y0 < scales.domain[2] || y1 > scales.domain[3];
    if (x0 <= x1 && outside) fit();
    else schedule();
    tell();
  }

  /** Designs that none of those seen beats on the two axes, among those that meet everything. */
  function advance(start) {
    const { xs, ys, states, x, y } = cloud;
    const better = (a, b, more) => (more ? a > b : a < b);
    const all = [...cloud.front];
    for (let i = start; i < cloud.length; i++) if (states[i] === 1) all.push(i);
    all.sort((a, b) => (xs[a] !== xs[b] ? (better(xs[a], xs[b], x.moreIsBetter) ? -1 : 1) : ys[a] !== ys[b] ? (better(ys[a], ys[b], y.moreIsBetter) ? -1 : 1) : a - b));
    cloud.front = [];
    for (const i of all) {
      const last = cloud.front.at(-1);
      if (last === undefined || better(ys[i], ys[last], y.moreIsBetter)) cloud.front.push(i);
    }
  }

  function tell() {
    const { counts, length, points } = cloud;
    byId("status").textContent = say("explore.status", whole(length), whole(points), whole(counts[0]), whole(cloud.front.length));
    for (const span of document.querySelectorAll("[data-count]")) span.textContent = whole(counts[kinds.indexOf(span.dataset.count)]);
    if (length === points || selected) pick();
  }

  /** The scales that show everything there is, and all drawn anew. */
  function fit() {
    if (!cloud?.extent || cloud.extent[0] > cloud.extent[1]) return;
    const [width, height] = [place.clientWidth, place.clientHeight];
    const side = (low, high, from, to) => {
      const wide = low > 0 && high / low > 8;
      const room = wide ? Math.pow(high / low, 0.03) : (high - low || Math.abs(high) || 1) * 0.04;
      const domain = wide ? [low / room, high * room] : [low - room, high + room];
      return (wide ? d3.scaleLog() : d3.scaleLinear()).domain(domain).range([from, to]);
    };
    const [x0, x1, y0, y1] = cloud.extent;
    const x = side(x0, x1, margin.left, width - margin.right);
    const y = side(y0, y1, height - margin.bottom, margin.top);
    scales = { x, y, width, height, domain: [...x.domain(), ...y.domain()] };
    const ratio = Math.min(2, devicePixelRatio || 1);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    axes();
    drawn = 0;
    schedule();
  }

  function axes() {
    const { x, y, width, height } = scales;
    const ticks = (scale, count) => (scale.base ? d3.scaleLog(scale.domain(), scale.range()).ticks(count) : scale.ticks(count));
    const axis = (make, scale, count) => make(scale).tickValues(ticks(scale, count).filter((v, i, all) => all.length < 12 || /^[125]/.test(v.toExponential()))).tickFormat(number).tickSizeOuter(0);
    svg.attr("viewBox", null).selectAll("g").remove();
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(axis(d3.axisBottom, x, width < 600 ? 4 : 8));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(axis(d3.axisLeft, y, 6));
    svg.append("g").attr("id", "front");
    brush = d3.brush().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]]).on("brush end", brushed);
    svg.append("g").attr("class", "brush").call(brush);
    showBrush();
  }

  function schedule() {
    if (!frame) frame = requestAnimationFrame(() => { frame = 0; timed(paint); });
  }

  /** Draws for a few milliseconds and goes on in the next frame. */
  function paint() {
    if (!cloud || !scales) return;
    const context = canvas.getContext("2d");
    const show = visible();
    if (drawn === 0) context.clearRect(0, 0, scales.width, scales.height);
    const colours = kinds.map((kind) => (kind ? getComputedStyle(document.querySelector(`rect.kind.${kind}`)).color : ""));
    const { xs, ys, states } = cloud;
    const { x, y } = scales;
    const until = performance.now() + budget;
    while (drawn < cloud.length && performance.now() < until) {
      const end = Math.min(cloud.length, drawn + 1500);
      for (const kind of order) {
        if (!show[kind]) continue;
        const size = kind === 1 ? 4 : 2.5;
        context.fillStyle = colours[kind];
        context.globalAlpha = kind === 2 ? 0.4 : 0.75;
        for (let i = drawn; i < end; i++) {
          if (states[i] === kind) context.fillRect(x(xs[i]) - size / 2, y(ys[i]) - size / 2, size, size);
        }
      }
      drawn = end;
    }
    if (drawn < cloud.length) schedule();
    else front();
  }

  function front() {
    const { x, y } = scales;
    const points = cloud.front.map((i) => [x(cloud.xs[i]), y(cloud.ys[i])]);
    const group = svg.select("#front");
    group.selectAll("path").data(points.length > 1 && visible()[1] ? [points] : []).join("path").attr("class", "front").attr("d", d3.line().curve(d3.curveStepAfter));
    group.selectAll("circle").data(visible()[1] ? points : []).join("circle").attr("class", "front-mark").attr("r", 4).attr("cx", (p) => p[0]).attr("cy", (p) => p[1]);
    place.dataset.drawn = cloud.length;
  }

  // The brush, by mouse and by its four fields.

  function fromBrush() {
    const said = field("brush").value.split(",").map(Number);
    return said.length === 4 && said.every(Number.isFinite) ? said : null;
  }

  function showBrush() {
    const group = svg.select(".brush");
    if (!selected || group.empty()) {
      group.call(brush.move, null);
      return;
    }
    const { x, y } = scales;
    const clamp = (value, [low, high]) => Math.min(high, Math.max(low, value));
    const px = [selected[0], selected[1]].map((v) => x(clamp(v, x.domain())));
    const py = [selected[2], selected[3]].map((v) => y(clamp(v, y.domain())));
    group.call(brush.move, [[Math.min(...px), Math.min(...py)], [Math.max(...px), Math.max(...py)]]);
  }

  function brushed(event) {
    if (!event.sourceEvent) return; // moved by us
    timed(() => {
      if (!event.selection) {
        choose(null);
        return;
      }
      const [[left, top], [right, bottom]] = event.selection;
      const digits = (value) => Number(value.toPrecision(4));
      const box = [scales.x.invert(left), scales.x.invert(right), scales.y.invert(bottom), scales.y.invert(top)].map(digits);
      choose(box, event.type === "end");
    });
  }

  let waiting = 0;
  /** Takes a box; while it is drawn only what lies in it is counted. */
  function choose(box, settled = true) {
    selected = box;
    ends.forEach((id, i) => { byId(id).value = box ? box[i] : ""; });
    field("brush").value = box ? box.join(",") : "";
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      timed(() => pick(settled));
      if (settled) remember();
    });
  }

  function within(i) {
    const [x0, x1, y0, y1] = selected;
    const { xs, ys } = cloud;
    return xs[i] >= x0 && xs[i] <= x1 && ys[i] >= y0 && ys[i] <= y1;
  }

  /** Labels of a design's values: its number is its place in a mixed radix, the last axis fastest. */
  function labels(design) {
    const found = [];
    for (const axis of [...cloud.axes].reverse()) {
      found.unshift(axis.values[design % axis.values.length]);
      design = Math.floor(design / axis.values.length);
    }
    return found;
  }

  /** The designs of the brush, or without one those of the edge. */
  function pick(listed = true) {
    if (!cloud) return;
    let rows = cloud.front;
    let count = rows.length;
    if (selected) {
      const show = visible();
      const seen = new Set();
      rows = [];
      count = 0;
      for (let i = 0; i < cloud.length; i++) {
        if (!show[cloud.states[i]] || !within(i)) continue;
        count++;
        if (listed && rows.length < mostRows && !seen.has(cloud.index[i])) {
          seen.add(cloud.index[i]);
          rows.push(i);
        }
      }
    }
    place.dataset.picked = count;
    byId("picked-count").textContent = selected ? (listed ? say("explore.picked.count", whole(count), whole(rows.length)) : say("explore.picked.counting", whole(count))) : say("explore.picked.front", whole(count));
    if (listed) table(rows.slice(0, mostRows));
  }

  function cell(kind, text, name) {
    const made = document.createElement(kind);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function table(rows) {
    const head = document.createElement("tr");
    const titles = [say("explore.number"), say("design." + cloud.x.figure), say("design." + cloud.y.figure), say("explore.state")];
    titles.concat(cloud.axes.map((axis) => axis.name)).forEach((title, i) => {
      const made = cell("th", title, i < 3 ? "number" : "");
      made.scope = "col";
      if (i > 3) made.lang = "en";
      head.append(made);
    });
    byId("picked").tHead.replaceChildren(...(rows.length ? [head] : []));
    byId("picked").tBodies[0].replaceChildren(...rows.map((i) => {
      const row = document.createElement("tr");
      const first = cell("th", String(cloud.index[i]), "number");
      first.scope = "row";
      row.append(first, cell("td", number(cloud.xs[i]), "number"), cell("td", number(cloud.ys[i]), "number"), cell("td", say("explore.kind." + kinds[cloud.states[i]])));
      for (const label of labels(cloud.index[i])) {
        const made = cell("td", label);
        made.lang = "en";
        row.append(made);
      }
      return row;
    }));
  }

  let pointer = null;
  place.addEventListener("pointermove", (event) => {
    if (!cloud || !scales) return;
    const box = place.getBoundingClientRect();
    if (!pointer) requestAnimationFrame(() => { const at = pointer; pointer = null; if (at) timed(() => under(at)); });
    pointer = [event.clientX - box.left, event.clientY - box.top];
  });

  /** Says which design is nearest to the pointer. */
  function under([px, py]) {
    if (!cloud || !scales) return;
    const near = 12;
    const x = [px - near, px + near].map((v) => scales.x.invert(v));
    const y = [py + near, py - near].map((v) => scales.y.invert(v));
    const show = visible();
    let best = -1;
    let least = near * near;
    for (let i = 0; i < cloud.length; i++) {
      const [vx, vy] = [cloud.xs[i], cloud.ys[i]];
      if (!show[cloud.states[i]] || vx < x[0] || vx > x[1] || vy < y[0] || vy > y[1]) continue;
      const away = (scales.x(vx) - px) ** 2 + (scales.y(vy) - py) ** 2;
      if (away < least) [least, best] = [away, i];
    }
    if (best < 0) return;
    const named = labels(cloud.index[best]).map((label, i) => `${cloud.axes[i].name} ${label}`).join(", ");
    byId("under").textContent = `${say("explore.number")} ${cloud.index[best]}: ${say("explore.kind." + kinds[cloud.states[best]])}; ${say("design." + cloud.x.figure)} ${number(cloud.xs[best])}, ${say("design." + cloud.y.figure)} ${number(cloud.ys[best])}; ${named}`;
  }

  // A drawing to keep needs its points as lines of its own: the canvas is no part of it.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-svg='cloud-chart']") && cloud && scales) {
      const show = visible();
      const { x, y } = scales;
      const group = svg.insert("g", ":first-child").attr("id", "points-to-keep");
      for (const kind of order.filter((k) => show[k])) {
        const parts = [];
        for (let i = 0; i < cloud.length; i++) if (cloud.states[i] === kind) parts.push(`M${x(cloud.xs[i]).toFixed(1)},${y(cloud.ys[i]).toFixed(1)}h2v2h-2z`);
        group.append("path").attr("class", "kind " + kinds[kind]).attr("d", parts.join(""));
      }
      setTimeout(() => group.remove());
    }
  }, true);

  for (const id of ends) {
    byId(id).addEventListener("change", () => {
      const given = ends.map((end) => byId(end).value);
      const domain = scales ? [...scales.x.domain(), ...scales.y.domain()] : [0, 0, 0, 0];
      if (given.every((value) => value === "")) choose(null);
      else choose(given.map((value, i) => (value === "" ? Number(domain[i].toPrecision(4)) : Number(value))));
      if (scales) showBrush();
    });
  }
  byId("clear").addEventListener("click", () => { choose(null); if (scales) showBrush(); });
  for (const box of document.querySelectorAll("[data-kind]")) {
    box.checked = !hidden().has(box.dataset.kind);
    box.addEventListener("change", () => {
      field("hide").value = [...document.querySelectorAll("[data-kind]")].filter((b) => !b.checked).map((b) => b.dataset.kind).join(",");
      drawn = 0;
      schedule();
      timed(() => pick());
      remember();
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { drawn = 0; schedule(); });
  new ResizeObserver(() => { if (scales && (scales.width !== place.clientWidth || scales.height !== place.clientHeight)) fit(); }).observe(place);
  document.addEventListener("answered", load);

  (async () => {
    const response = await fetch(`/words/${place.dataset.words}.json`);
    words = await response.json();
    selected = fromBrush();
    if (selected) ends.forEach((id, i) => { byId(id).value = selected[i]; });
    load();
  })();
})();
