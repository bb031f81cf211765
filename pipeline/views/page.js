// The page can be read without this script. It lights up what belongs together, switches layers and colours, and turns
// the articles over one at a time.
"use strict";
(() => {
  const root = document.documentElement;
  const sheets = [...document.querySelectorAll(".record")];
  const lit = new Set();
  const indices = new WeakMap();
  root.classList.add("js");

  // Elements of one article by what they show: "e3" an entity, "q1" a quote, "r0" a relation.
  function index(sheet) {
    if (!indices.has(sheet)) {
      const found = new Map();
      for (const element of sheet.querySelectorAll("[data-e], [data-q], [data-r]")) {
        for (const key of keys(element)) {
          if (!found.has(key)) found.set(key, []);
          found.get(key).push(element);
        }
      }
      indices.set(sheet, found);
    }
    return indices.get(sheet);
  }

  function keys(element) {
    return ["e", "q", "r"].filter((kind) => element.dataset[kind] !== undefined).map((kind) => kind + element.dataset[kind]);
  }

  // What is under the pointer: the innermost entity, and every quote or relation around it. Evidence in the text lies
  // under everything else, so it only lights up from the drawing and the table.
  function wanted(target) {
    const found = new Set();
    let entity = false;
    for (let at = target.closest?.("[data-e], [data-q], [data-r]"); at; at = at.parentElement?.closest("[data-e], [data-q], [data-r]")) {
      for (const key of keys(at)) {
        if (key[0] === "r" && at.classList.contains("ev")) continue;
        if (key[0] === "e" && entity) continue;
        entity ||= key[0] === "e";
        found.add(key);
      }
    }
    return found;
  }

  function light(target) {
    for (const element of lit) element.classList.remove("on");
    lit.clear();
    const sheet = target?.closest?.(".record");
    if (!sheet) return;
    for (const key of wanted(target)) {
      for (const element of index(sheet).get(key) ?? []) {
        element.classList.add("on");
        lit.add(element);
      }
    }
  }

  document.addEventListener("mouseover", (event) => light(event.target));
  root.addEventListener("mouseleave", () => light(document.activeElement));
  document.addEventListener("focusin", (event) => light(event.target));
  document.addEventListener("focusout", () => light(null));

  // From one mention of an entity to the next with the arrow keys.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const mention = event.target.closest?.(".m[data-e]");
    if (!step || !mention) return;
    const all = index(mention.closest(".record")).get("e" + mention.dataset.e).filter((one) => one.classList.contains("m"));
    const next = all[(all.indexOf(mention) + step + all.length) % all.length];
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "center" });
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("tr[data-q], .note");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    const sheet = row.closest(".record");
    document.getElementById(`${sheet.id}-q${row.dataset.q}`)?.scrollIntoView({ block: "center" });
    light(row);
  });

  // A row of relations leads to its evidence.
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-r]:not(.ev)");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    const evidence = index(row.closest(".record")).get("r" + row.dataset.r).find((one) => one.classList.contains("ev"));
    evidence?.scrollIntoView({ block: "center" });
    light(row);
  });

  document.addEventListener("change", (event) => {
    const { type, layer } = event.target.dataset;
    const sheet = event.target.closest(".record");
    if (layer) sheet.classList.toggle(`no-${layer}`, !event.target.checked);
    if (type === undefined) return;
    for (const mention of sheet.querySelectorAll(".m")) {
      if (mention.dataset.t === type) mention.classList.toggle("off", !event.target.checked);
    }
  });

  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // One article at a time: the one that holds the place the address names, else the one that is open.
  let open = sheets[0];
  function turn() {
    const target = document.getElementById(location.hash.slice(1));
    const shown = (open = target?.closest(".record") ?? open);
    for (const sheet of sheets) sheet.hidden = sheet !== shown;
    const current = document.getElementById("current");
    if (current) current.textContent = `Article ${sheets.indexOf(shown) + 1} of ${sheets.length}`;
    if (target?.classList.contains("record")) scrollTo(0, 0);
    else target?.scrollIntoView({ block: "center" });
    if (target?.matches(".m")) target.focus({ preventScroll: true });
    document.querySelector(".picker")?.removeAttribute("open");
  }

  function step(by) {
    location.hash = sheets[(sheets.indexOf(open) + by + sheets.length) % sheets.length].id;
  }

  if (sheets.length) {
    addEventListener("hashchange", turn);
    turn();
  }
  document.getElementById("back")?.addEventListener("click", () => step(-1));
  document.getElementById("next")?.addEventListener("click", () => step(1));
  document.getElementById("find")?.addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase();
    for (const item of document.querySelectorAll(".picker li")) item.hidden = !item.textContent.toLowerCase().includes(words);
  });
})();
