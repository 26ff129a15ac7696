/* Tables that filter and sort. Every row is there without this script; it only hides and reorders. */
(() => {
  "use strict";

  const sorting = (table) => {
    if (table.tBodies[0].rows.length < 2) return;
    new Tablesort(table);
    for (const header of table.tHead.rows[0].cells) {
      header.setAttribute("title", "Sort by " + header.textContent);
      header.addEventListener("keydown", (event) => {
        if (event.key === " ") {
          event.preventDefault();
          header.click();
        }
      });
    }
  };

  const read = (form) => {
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) wanted.set(name, value.trim());
    return wanted;
  };

  const fill = (form, wanted) => {
    for (const field of form.elements) {
      if (!field.name || !wanted.has(field.name)) continue;
      if (field.type === "checkbox") field.checked = wanted.get(field.name) === field.value;
      else field.value = wanted.get(field.name);
    }
  };

  const words = (row) => (row.cc ??= row.textContent.toLowerCase().replace(/\s+/g, " "));

  const fits = (row, wanted, terms, year) => {
    const { topic, verdict, standing, changed } = row.dataset;
    if (wanted.has("topic") && wanted.get("topic") !== topic) return false;
    if (wanted.has("verdict") && !verdict.split(" ").includes(wanted.get("verdict"))) return false;
    if (wanted.has("standing") && !standing.split(" ").includes(wanted.get("standing"))) return false;
    if (wanted.has("proved") && standing !== "proved") return false;
    if (wanted.has("changed") && !changed.startsWith(year)) return false;
    return terms.every((term) => words(row).includes(term));
  };

  const filtering = (form) => {
    const rows = [...document.getElementById(form.dataset.filters).tBodies[0].rows];
    const count = form.querySelector("output");
    const apply = () => {
      const wanted = read(form);
      const terms = (wanted.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const year = String(new Date().getFullYear());
      let shown = 0;
      for (const row of rows) {
        const hide = !fits(row, wanted, terms, year);
        if (row.hidden !== hide) row.hidden = hide;
        if (!hide) shown += 1;
      }
      count.textContent = shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`;
      return wanted;
    };
    const remember = () => {
      const text = apply().toString();
      history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
    };
    fill(form, new URLSearchParams(location.search));
    form.hidden = false;
    form.addEventListener("input", remember);
    form.addEventListener("reset", () => setTimeout(remember));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  };

  for (const table of document.querySelectorAll("table.cc-table--matrix, table.cc-table--sortable")) sorting(table);
  for (const form of document.querySelectorAll("form.cc-filter")) filtering(form);
})();
