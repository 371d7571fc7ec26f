// What must be so before the page is seen, as a file: pages forbid scripts that stand in them. It stands behind the switch between
// light and dark and runs at once, so that no page is seen in the wrong colours first.
(() => {
  "use strict";

  const root = document.documentElement;
  root.dataset.platform = navigator.platform; // Zensical's styles ask for it
  // What scripts show or fill has its room from the first: nothing moves when they come.
  root.classList.replace("no-js", "js");
  root.classList.toggle("asked", Boolean(location.search));

  // What a reader chose is kept under the site's base, which the page names as its own address has it; else the system's choice counts.
  const { pathname } = new URL(document.currentScript.dataset.base, location);
  const key = `${pathname.replace(/\/?$/, "/")}.__palette`;
  const options = [...document.querySelectorAll("[name=__palette]")];
  const show = (option) => {
    for (const name of ["media", "scheme", "primary", "accent"]) {
      document.body.setAttribute(`data-md-color-${name}`, option.getAttribute(`data-md-color-${name}`));
    }
    for (const one of options) one.nextElementSibling.hidden = one !== option;
    option.checked = true;
  };
  for (const option of options) {
    option.addEventListener("change", () => {
      show(option);
      try {
        localStorage.setItem(key, JSON.stringify({ index: options.indexOf(option) }));
      } catch {
        // no room, or none allowed: the choice lasts as long as the page
      }
    });
  }
  let chosen;
  try {
    chosen = JSON.parse(localStorage.getItem(key))?.index;
  } catch {
    // none allowed
  }
  show(options[chosen] ?? options.find((one) => matchMedia(one.dataset.mdColorMedia).matches) ?? options[0]);
})();
