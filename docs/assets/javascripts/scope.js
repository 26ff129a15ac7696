/* What the theme's scripts want to find: this site's own part of the browser's storage, and the index of its search when it is needed.
   Loaded before all of them. */
(() => {
  const scope = new URL(document.currentScript.dataset.base, location);
  if (!scope.pathname.endsWith("/")) scope.pathname += "/";
  const key = (name, where) => `${where.pathname}.${name}`;

  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((sum, sign) => ((sum << 5) - sum + sign.charCodeAt(0)) | 0, 0);
  window.__md_get = (name, storage, where = scope) => {
    try {
      return JSON.parse((storage || localStorage).getItem(key(name, where)));
    } catch {
      return null; // storage may be forbidden, or hold what another program wrote
    }
  };
  window.__md_set = (name, value, storage, where = scope) => {
    try {
      (storage || localStorage).setItem(key(name, where), JSON.stringify(value));
    } catch {
      /* forbidden or full: the choice holds for this page */
    }
  };

  /* The index weighs more than most pages. The theme asks for it at once; it is sent for when someone turns to the search. */
  const wanted = new Promise((resolve) => {
    const kinds = ["focusin", "pointerdown"];
    const look = (event) => {
      if (!event.target.closest?.(".md-search, label[for=__search]")) return;
      for (const kind of kinds) removeEventListener(kind, look, true);
      resolve();
    };
    for (const kind of kinds) addEventListener(kind, look, true);
    if (new URLSearchParams(location.search).has("q")) resolve(); // the theme opens the search with these words
  });
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).endsWith("/search/search_index.json")) this.send = (body) => wanted.then(() => send.call(this, body));
    return open.call(this, method, address, ...rest);
  };
})();
