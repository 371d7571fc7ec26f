// @ts-check
// On every page: window.siteSearch, and the way from the header's field into the search. All the rest is loaded when asked for.
(() => {
  "use strict";

  const base = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  /** @param {string} name */
  const load = (name) => {
    if (location.protocol === "file:") throw new Error("搜索要通过网页服务器打开本站才能使用，直接打开文件时浏览器不允许读取索引。");
    return import(`${base}assets/search/${name}.js`);
  };

  /** @type {Promise<import("./engine.js").Engine> | undefined} */
  let engine;
  const open = async () => (await (engine ??= load("engine").then((module) => module.open(base)))); // prettier-ignore

  /**
   * All pages that contain every word of `query`, the best first.
   * @param {string} query words are parts of the text; those in "…" keep their blanks
   * @param {Record<string, string | string[]>} [filters] by facet (kind, province, level, theme, year), any of the values given
   */
  window.siteSearch = async (query, filters = {}) => (await open()).list(query, filters);
})();
