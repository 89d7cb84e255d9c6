
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const rules = [...document.querySelectorAll("article.regla")].map((article) => ({
    article,
    entry: document.querySelector(`nav li[data-regla="${CSS.escape(article.querySelector(".id").textContent)}"]`),
    text: plain(article.textContent),
  }));
  const sections = [...document.querySelectorAll("section.pilar")];
  const filters = ["pilar", "severidad", "clase"].map((name) => [name, by(name)]);
  const filter = () => {
    const words = plain(by("texto").value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const rule of rules) {
      const fits = words.every((word) => rule.text.includes(word))
        && filters.every(([name, list]) => !list.value || rule.article.dataset[name] === list.value);
      rule.article.hidden = !fits;
      if (rule.entry) rule.entry.hidden = !fits;
      count += fits;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    by("cuenta").textContent = count === 1 ? "1 regla" : `${count} reglas`;
    by("ninguna").hidden = count > 0;
  };
  const clear = () => {
    by("texto").value = "";
    filters.forEach(([, list]) => { list.value = ""; });
    filter();
  };
  const arrive = () => {
    const target = by(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
  };
  const form = by("buscador");
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", arrive);
  const cases = [...document.querySelectorAll("details")];
  by("abrir").addEventListener("click", () => {
    const all = cases.some((element) => !element.open);
    cases.forEach((element) => { element.open = all; });
    by("abrir").textContent = all ? "Cerrar los casos" : "Abrir los casos";
  });
  filter();
  if (location.hash) arrive();
})();
