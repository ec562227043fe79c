/* Keyboard only: shortcuts press visible controls, lists get a cursor, the search box its arrows. Nothing needs it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const seen = (node) => node && node.offsetParent !== null && !node.disabled;
  const typing = (node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const places = { h: "/", m: "/me", l: "/adoptions", q: "/reviews", c: "/consolidation" };
  let leader = 0;
  let cursor = null;

  const summary = $(".problem");
  if (summary) summary.focus();

  /* The combobox: focus stays in the input, the chosen suggestion is named by aria-activedescendant. */
  const list = (input) => $("#" + input.getAttribute("aria-controls"));
  const options = (input) => $$("[role=option]:not([aria-disabled])", list(input));
  const take = (input, option) => {
    input.value = option.dataset.value;
    input.form.requestSubmit();
  };
  const choose = (input, option) => {
    options(input).forEach((each) => each.setAttribute("aria-selected", each === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const expand = (input) => input.setAttribute("aria-expanded", options(input).length > 0);
  const shut = (input) => {
    list(input).replaceChildren();
    choose(input, null);
    expand(input);
  };
  $$("input[data-combobox]").forEach((input) => {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("blur", () => setTimeout(() => shut(input), 200));
    list(input).addEventListener("click", (event) => {
      const option = event.target.closest("[data-value]");
      if (option) take(input, option);
    });
    input.addEventListener("keydown", (event) => {
      const all = options(input);
      const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!all.length) return;
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(input, all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
      } else if (event.key === "Enter" && at >= 0 && !event.ctrlKey) {
        event.preventDefault();
        take(input, all[at]);
      } else if (event.key === "Escape" && all.length) {
        event.preventDefault();
        event.stopPropagation();
        shut(input);
      }
    });
  });
  document.addEventListener("htmx:after:swap", () => {
    $$("input[data-combobox]").forEach(expand);
    const problem = $(".problem");
    if (problem && !problem.dataset.seen) {
      problem.dataset.seen = "1";
      problem.focus();
    }
  });

  const move = (step) => {
    const rows = $$("[data-list] [data-row]").filter(seen);
    if (!rows.length) return;
    const at = rows.indexOf(cursor);
    cursor = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    rows.forEach((row) => row.toggleAttribute("aria-current", row === cursor));
    ($("a", cursor) || cursor).focus();
  };
  const press = (key) => {
    const node = $$(`[data-key="${CSS.escape(key)}"]`).find(seen);
    if (!node) return false;
    if (typing(node)) {
      node.focus();
      node.select?.();
    } else node.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    const form = event.target.form;
    if (event.key === "Enter" && event.ctrlKey && form) return form.requestSubmit();
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    if (leader && Date.now() - leader < 1500 && places[event.key]) location.href = places[event.key];
    else if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (event.key === "x" && cursor) $("input[type=checkbox]", cursor)?.click();
    else if (event.key !== "g" && !press(event.key)) return;
    else if (event.key !== "g") event.preventDefault();
    leader = event.key === "g" ? Date.now() : 0;
  });
})();
