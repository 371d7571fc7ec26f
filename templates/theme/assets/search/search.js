// On every page: window.siteSearch and the ways into the search. Loads the rest when asked.
(() => {
  const base = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  /** @param {string} name */
  const load = (name) => import(`${base}assets/search/${name}.js`);
  /** @type {Promise<Engine> | undefined} */
  let engine;
  // Again: the site may have been published anew.
  const open = (again = false) => {
    if (again) engine = undefined;
    engine ??= load("engine").then((module) => module.open(base));
    engine.catch(() => (engine = undefined));
    return engine;
  };

  // All pages with every word of the query, the best first. Words are parts of the text; "…" keeps blanks. With `widen: true` among
  // the filters, pages with other words for the same follow.
  window.siteSearch = async (query, filters) => {
    const ready = await open();
    const { found } = await ready.search(query, filters);
    return { total: found.length, hits: await ready.hits(found) };
  };

  const page = document.getElementById("finder-page");
  const failed = () => {
    const plain = "搜索要通过网页服务器打开本站才能使用：直接打开文件时，浏览器不允许读取索引。";
    if (location.protocol !== "file:") return page || location.assign(`${base}search/`);
    return page ? (page.textContent = plain) : alert(plain);
  };
  /** @type {Promise<() => void> | undefined} */
  let dialog;
  /** @param {Event} event */
  const show = (event) => {
    event.preventDefault();
    if (page) return page.querySelector("input")?.focus();
    dialog ??= load("finder").then((module) => module.dialog(open, base));
    return dialog.then((ready) => ready(), failed);
  };

  if (page) load("finder").then((module) => module.page(open, base, page), failed);
  for (const field of document.querySelectorAll("[data-finder]")) field.addEventListener("click", show);
  addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
    const control = event.ctrlKey || event.metaKey;
    const asked = control ? event.key === "k" : event.key === "/" && !typing;
    if (asked && !document.querySelector("dialog[open]")) show(event);
  });
})();
