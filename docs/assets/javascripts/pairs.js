/* Pairs on a narrow page: one script at a time behind tabs, and the choice holds for every pair. */
(() => {
  "use strict";

  const KEY = "crosscheck-framework";
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be forbidden; the choice then lasts as long as the page
    }
  };
  const remember = (name) => {
    try {
      localStorage.setItem(KEY, name);
    } catch {
      /* as above */
    }
  };

  for (const sides of document.querySelectorAll(".cc-sides")) {
    const panels = [...sides.querySelectorAll("[data-tab]")];
    const bar = document.createElement("div");
    bar.className = "cc-tabs";
    bar.setAttribute("role", "tablist");
    bar.setAttribute("aria-label", "Framework");
    const tabs = panels.map((panel) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.textContent = panel.dataset.name;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      return tab;
    });
    const choose = (position) => {
      panels.forEach((panel, each) => panel.classList.toggle("cc-side--chosen", each === position));
      tabs.forEach((tab, each) => {
        tab.setAttribute("aria-selected", String(each === position));
        tab.tabIndex = each === position ? 0 : -1;
      });
    };
    tabs.forEach((tab, position) => {
      tab.addEventListener("click", () => {
        remember(panels[position].dataset.tab);
        choose(position);
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = tabs[(position + step + tabs.length) % tabs.length];
        next.focus();
        next.click();
      });
    });
    bar.append(...tabs);
    sides.before(bar);
    sides.classList.add("cc-sides--tabbed");
    choose(Math.max(0, panels.findIndex((panel) => panel.dataset.tab === remembered())));
  }
})();
