/* What the theme's scripts want to find: this site's own part of the browser's storage. Loaded before all of them. */
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
})();
