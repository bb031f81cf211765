// The page can be read without this script. It filters and orders the mistakes.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  const list = document.querySelector(".mistakes");
  const items = [...list.querySelectorAll(".mistake")];
  if (!items.length) return;
  document.documentElement.classList.add("js");
  const texts = new Map(items.map((item) => [item, `${item.textContent} ${item.dataset.document}`.toLowerCase()]));

  function fill(name) {
    const counts = new Map();
    for (const item of items) counts.set(item.dataset[name], (counts.get(item.dataset[name]) ?? 0) + 1);
    for (const [value, count] of [...counts].sort((one, other) => other[1] - one[1]).slice(0, 200)) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = `${value} (${count})`;
      form.elements[name].append(option);
    }
  }

  function show() {
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = ["task", "kind", "gold", "predicted"].map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    let shown = 0;
    for (const item of items) {
      const fits = wanted.every(([name, value]) => item.dataset[name] === value) && words.every((word) => texts.get(item).includes(word));
      item.hidden = !fits;
      shown += fits;
    }
    form.elements.shown.value = `${shown.toLocaleString("en")} shown`;
  }

  function order() {
    const by = form.elements.order.value;
    const places = new Map(items.map((item, place) => [item, place]));
    const compare = {
      cost: () => 0,
      score: (one, other) => other.dataset.score - one.dataset.score,
      document: (one, other) => one.dataset.document.localeCompare(other.dataset.document),
    }[by];
    list.append(...[...items].sort((one, other) => compare(one, other) || places.get(one) - places.get(other)));
  }

  fill("gold");
  fill("predicted");
  form.addEventListener("input", (event) => (event.target.name === "order" ? order() : show()));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
