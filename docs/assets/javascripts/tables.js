/* Tables that filter and sort. Every row is there without this script; it only hides and reorders.
   What is asked of a row is read from the page once: a keystroke may cost a sixtieth of a second, a sort three. */
(() => {
  "use strict";

  const TEXT = new Intl.Collator("en", { numeric: true });
  const ROOM = 2.9; // rem, of a row of two lines

  const rowsOf = (table) => [...table.tBodies].flatMap((group) => [...group.rows]);

  /* A group of rows out of sight is not laid out; it gets room for the rows that are not hidden. */
  const makeRoom = (table) => {
    for (const group of table.tBodies) {
      let shown = 0;
      for (let row = group.firstElementChild; row; row = row.nextElementSibling) if (!row.hidden) shown += 1;
      const room = `${shown === group.childElementCount ? "auto " : ""}${shown * ROOM}rem`;
      if (group.dataset.room !== room) group.style.containIntrinsicBlockSize = group.dataset.room = room;
    }
  };

  const sorting = (table) => {
    const groups = [...table.tBodies];
    const headers = [...table.tHead.rows[0].cells];
    const given = rowsOf(table);
    const most = Math.ceil(given.length / groups.length);
    const key = (row, column, place) => {
      const cell = row.cells[column];
      return { row, place, mark: Number(cell.dataset.sort ?? 0), text: cell.textContent.trim() };
    };
    const keys = headers.map((_, column) => given.map((row, place) => key(row, column, place)));
    const compare = (a, b) => a.mark - b.mark || TEXT.compare(a.text, b.text) || a.place - b.place;
    const order = (column, down) => {
      const found = [...keys[column]].sort(compare).map((one) => one.row);
      return down ? found.reverse() : found;
    };
    headers.forEach((header, column) => {
      const sort = () => {
        const down = header.getAttribute("aria-sort") === "ascending";
        for (const other of headers) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sorted = order(column, down);
        groups.forEach((group, place) => group.replaceChildren(...sorted.slice(place * most, (place + 1) * most)));
        makeRoom(table);
      };
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cc-sort";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", sort);
    });
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

  const known = (row) => ({
    row,
    topic: row.dataset.topic,
    verdicts: row.dataset.verdict.split(" "),
    standings: row.dataset.standing.split(" "),
    changed: row.dataset.changed,
    words: row.textContent.toLowerCase().replace(/\s+/g, " "),
    hidden: false,
  });

  const tests = (wanted) => {
    const found = [];
    const year = String(new Date().getFullYear());
    const [topic, verdict, standing] = ["topic", "verdict", "standing"].map((name) => wanted.get(name));
    if (topic) found.push((one) => one.topic === topic);
    if (verdict) found.push((one) => one.verdicts.includes(verdict));
    if (standing) found.push((one) => one.standings.includes(standing));
    if (wanted.has("proved")) found.push((one) => one.standings.length === 1 && one.standings[0] === "proved");
    if (wanted.has("changed")) found.push((one) => one.changed.startsWith(year));
    for (const term of (wanted.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean)) found.push((one) => one.words.includes(term));
    return found;
  };

  const filtering = (form) => {
    const table = document.getElementById(form.dataset.filters);
    const rows = rowsOf(table).map(known);
    const count = form.querySelector("output");
    const apply = () => {
      const wanted = read(form);
      const asked = tests(wanted);
      let shown = 0;
      for (const one of rows) {
        const hide = !asked.every((test) => test(one));
        if (one.hidden !== hide) one.row.hidden = one.hidden = hide;
        if (!hide) shown += 1;
      }
      makeRoom(table);
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

  for (const form of document.querySelectorAll("form.cc-filter")) filtering(form);
  for (const table of document.querySelectorAll("table.cc-table--matrix")) sorting(table);
})();
