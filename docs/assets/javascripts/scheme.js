/* Light or dark before anything is painted: as chosen on an earlier page, else as the reader's system asks. */
(() => {
  const options = [...document.querySelectorAll("input[name=__palette]")];
  const chosen = __md_get("__palette");
  const option =
    options[chosen ? chosen.index : -1] || options.find((input) => matchMedia(input.dataset.mdColorMedia).matches);
  if (!option) return;
  for (const name of ["media", "scheme", "primary", "accent"]) {
    document.body.setAttribute(`data-md-color-${name}`, option.getAttribute(`data-md-color-${name}`) || "");
  }
})();
