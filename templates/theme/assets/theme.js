// What the theme writes into each page as scripts of its own, as a file: pages forbid scripts that stand in them. It stands behind
// the switch between light and dark and runs at once, so that no page is seen in the wrong colours first.
(() => {
  "use strict";

  // Where the theme keeps what a reader chose: under the site's base, which the page names as its own address has it.
  const scope = new URL(document.currentScript.dataset.base, location);
  if (!scope.pathname.endsWith("/")) scope.pathname += "/";
  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0);
  window.__md_get = (key, storage = localStorage, at = scope) => JSON.parse(storage.getItem(`${at.pathname}.${key}`));
  window.__md_set = (key, value, storage = localStorage, at = scope) => {
    try {
      storage.setItem(`${at.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // no room, or none allowed: the choice lasts as long as the page
    }
  };
  document.documentElement.dataset.platform = navigator.platform; // Zensical's styles ask for it

  const color = window.__md_get("__palette")?.color ?? { media: "(prefers-color-scheme)" };
  if (color.media === "(prefers-color-scheme)") {
    const shade = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const option = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${shade})']`);
    for (const name of ["media", "scheme", "primary", "accent"]) color[name] = option.getAttribute(`data-md-color-${name}`);
  }
  for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
})();
