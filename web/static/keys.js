/* Shortcuts press visible controls, lists get a cursor, the search box its arrows. Nothing needs it. */
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const on = (...given) => document.addEventListener(...given);
  const seen = (node) => node.offsetParent !== null && !node.disabled;
  const typing = (node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  const places = { h: "/", m: "/me", l: "/adoptions", q: "/reviews", c: "/consolidation" };
  const boxes = () => $$("[data-combobox]");
  let leader;
  let cursor = null;
  let typed;

  /* Focus stays in the search box; aria-activedescendant names the chosen suggestion. */
  const list = (input) => $("#" + input.getAttribute("aria-controls"));
  const options = (input) => $$("[data-value]", list(input));
  const choose = (input, option) => {
    options(input).forEach((each) => (each.ariaSelected = each === option));
    input.setAttribute("aria-activedescendant", option ? option.id : "");
  };
  const expand = (input) => (input.ariaExpanded = options(input).length > 0);
  const shut = (input) => {
    typed = false;
    list(input).replaceChildren();
    choose(input);
    expand(input);
  };
  const take = (input, option) => {
    input.value = option.dataset.value;
    shut(input);
    input.form.requestSubmit();
  };
  const arrows = (input, event) => {
    const all = options(input);
    const at = all.findIndex((each) => each.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!all.length) return;
    if (step) choose(input, all[(Math.max(at, step < 0 ? 0 : at) + step + all.length) % all.length]);
    else if (event.key === "Enter" && at >= 0) take(input, all[at]);
    else if (event.key === "Escape") shut(input);
    else return;
    event.preventDefault();
  };
  boxes().forEach((input) => {
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    expand(input);
  });

  const tell = () => {
    const problem = $(".problem:not([data-told])");
    problem?.toggleAttribute("data-told");
    problem?.focus();
  };
  tell();
  const busy = (now) => () => ($("main").ariaBusy = now);
  on("htmx:before:request", busy(true));
  on("htmx:finally:request", busy(false));
  on("htmx:after:swap", () => {
    boxes().forEach(typed ? expand : shut);
    tell();
  });
  on("input", () => (typed = true));
  on("click", (event) => {
    const option = event.target.closest("[data-value]");
    boxes().forEach((input) => {
      if (option && list(input).contains(option)) take(input, option);
      else if (event.target !== input) shut(input);
    });
  });

  const move = (step) => {
    const rows = $$("[data-row]").filter(seen);
    if (!rows.length) return;
    cursor = rows[Math.min(Math.max(rows.indexOf(cursor) + step, 0), rows.length - 1)];
    rows.forEach((row) => row.toggleAttribute("aria-current", row === cursor));
    $("a", cursor).focus();
  };
  const tick = () => $("[type=checkbox]", cursor)?.click();
  const press = (key) => {
    const node = $$("[data-key]").find((each) => each.dataset.key === key && seen(each));
    if (cursor && node?.matches("[data-bulk] *") && !$("[data-bulk] :checked")) tick();
    if (node) typing(node) ? node.focus() : node.click();
    return node;
  };
  on("keydown", (event) => {
    const { key, target, ctrlKey } = event;
    if (target.matches("[data-combobox]")) arrows(target, event);
    if (key === "Enter" && ctrlKey && target.form) target.form.requestSubmit();
    if (document.documentElement.dataset.keys === "off" || ctrlKey || event.metaKey || event.altKey) return;
    if (typing(target)) return;
    const led = Date.now() - leader < 1500;
    leader = key === "g" ? Date.now() : 0;
    if (led && places[key]) location.href = places[key];
    else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (key === "x" && cursor) tick();
    else if (press(key)) event.preventDefault();
  });
})();
