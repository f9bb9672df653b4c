"use strict";
// What every page does beyond its HTML: tables as CSV, charts as SVG, and forms that answer while
// they are filled in. Without this script the forms work by their buttons.
(() => {
  const byId = (id) => document.getElementById(id);

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function name(id) {
    const page = location.pathname.replaceAll("/", "-").replace(/^-|-$/g, "") || "line";
    const day = new URLSearchParams(location.search).get("as-of");
    return ["chokepoint", page, id, day].filter(Boolean).join("-");
  }

  function csv(id) {
    const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
    const rows = [...byId(id).rows].map((row) => [...row.cells].map(text));
    // A cell that a spreadsheet would take for a formula is made text; a negative number is none.
    const safe = (cell) => (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,]+ ?%?$/.test(cell) ? "'" + cell : cell);
    const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    save(name(id) + ".csv", "text/csv", "\ufeff" + rows.map((row) => row.map((c) => quoted(safe(c))).join(",")).join("\r\n") + "\r\n");
  }

  function picture(id) {
    const drawn = byId(id);
    const copy = drawn.cloneNode(true);
    const styles = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "paint-order"];
    const from = [drawn, ...drawn.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
      const style = getComputedStyle(from[i]);
      for (const each of styles) node.setAttribute(each, style.getPropertyValue(each).replace(/url\("[^"]*#/, 'url("#'));
    });
    const box = drawn.getBoundingClientRect();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", Math.round(box.width));
    copy.setAttribute("height", Math.round(box.height));
    save(name(id) + ".svg", "image/svg+xml", new XMLSerializer().serializeToString(copy));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-csv], [data-svg]");
    if (button?.dataset.csv) csv(button.dataset.csv);
    if (button?.dataset.svg) picture(button.dataset.svg);
  });

  function address(form) {
    const query = new URLSearchParams(new FormData(form));
    query.delete("text");
    for (const [key, value] of [...query]) if (value === "") query.delete(key);
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) query.set("lang", lang);
    return location.pathname + "?" + query;
  }

  /** A text of one's own, which is sent rather than put into the address; null if there is none. */
  function sent(form) {
    const text = form.querySelector("textarea");
    const own = text && (text.value !== text.defaultValue || text.dataset.own === "yes");
    return own ? new URLSearchParams(new FormData(form)) : null;
  }

  function complaint(text) {
    const said = document.createElement("p");
    said.className = "problems";
    said.setAttribute("role", "alert");
    said.textContent = text;
    return said;
  }

  let asked = 0;

  /** Asks for the page of what the form says and takes the answer, and what belongs to it, from it. */
  async function answer(form) {
    const turn = ++asked;
    const to = address(form);
    const result = byId(form.dataset.result);
    result.setAttribute("aria-busy", "true");
    const body = sent(form);
    const response = await fetch(to, { method: body ? "POST" : "GET", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (turn !== asked) return;
    const open = new Set([...document.querySelectorAll("form details[open]")].map((d) => d.querySelector("summary").textContent));
    const fresh = page.getElementById(form.dataset.result);
    result.removeAttribute("aria-busy");
    if (!fresh) {
      if (form.dataset.failed) result.replaceChildren(complaint(`${form.dataset.failed} (${response.status})`));
      return;
    }
    result.replaceChildren(...fresh.childNodes);
    document.dispatchEvent(new Event("answered"));
    const other = page.getElementById("language");
    if (other) byId("language").href = other.getAttribute("href");
    // Another phase asks for other fields, and what is assumed changes with the answer.
    for (const field of page.querySelectorAll("form.live [placeholder]")) {
      const own = form.elements.namedItem(field.name);
      if (own) own.placeholder = field.placeholder;
    }
    const shows = form.querySelector("[data-shows]");
    if (shows && shows.dataset.last !== shows.value) {
      const focus = document.activeElement?.name;
      form.replaceChildren(...page.querySelector("form.live").childNodes);
      form.querySelectorAll("details").forEach((d) => { d.open = open.has(d.querySelector("summary").textContent); });
      begin(form);
      if (focus) form.elements.namedItem(focus)?.focus();
    }
    history.replaceState(null, "", to);
  }

  function begin(form) {
    const shows = form.querySelector("[data-shows]");
    if (shows) shows.dataset.last = shows.value;
    for (const slider of form.querySelectorAll("[data-power]")) {
      const field = form.elements.namedItem(slider.dataset.power);
      const value = Number(field.value);
      if (value > 0) slider.value = Math.round(Math.log2(value));
      slider.setAttribute("aria-valuetext", field.value);
      slider.oninput = () => {
        field.value = 2 ** slider.value;
        slider.setAttribute("aria-valuetext", field.value);
      };
    }
  }

  for (const form of document.querySelectorAll("form.live")) {
    begin(form);
    form.addEventListener("change", (event) => {
      if (event.target.name) {
        const slider = form.querySelector(`[data-power="${event.target.name}"]`);
        if (slider && Number(event.target.value) > 0) slider.value = Math.round(Math.log2(event.target.value));
      }
      answer(form);
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); answer(form); });
  }
})();
