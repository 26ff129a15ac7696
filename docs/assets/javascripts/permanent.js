/* A permanent address leads on to where its record is shown today. Without this script the link there is marked. */
(() => {
  "use strict";

  if (!document.querySelector("[data-forward]")) return;
  const follow = () => {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const link = entry?.closest("[data-forward]") && entry.querySelector("a");
    if (link) location.replace(link.href);
  };
  addEventListener("hashchange", follow);
  follow();
})();
