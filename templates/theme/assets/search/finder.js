// The search as readers see it, in the dialog and on the page. All text is set as text, never as markup.

import { clip, excerpts, find, nearest, related } from "./excerpts.js";

const FACETS = { kind: "类别", province: "省份", level: "级别", theme: "主题", year: "年份" };

/** @param {string} tag @param {Record<string, any>} attributes or listeners @param {...(Node | string)} children @returns {any} */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** @param {string} text @param {[number, number][]} marks */
const marked = (text, marks) => clip(text, marks).map((piece, i) => (i % 2 ? make("mark", {}, piece) : piece));

document.head.append(make("link", { rel: "stylesheet", href: new URL("finder.css", import.meta.url) }));

/** @param {Opened} open @param {string} base @returns {() => void} */
export function dialog(open, base) {
  const box = make("dialog", { class: "finder md-typeset", "aria-label": "搜索" });
  const finder = new Finder(box, open, base, false);
  finder.form.append(make("button", { type: "button", click: () => box.close() }, "关闭"));
  box.addEventListener("click", (/** @type {Event} */ event) => event.target === box && box.close());
  document.body.append(box);
  return () => {
    box.showModal();
    finder.input.select();
  };
}

/** @param {Opened} open @param {string} base @param {HTMLElement} host */
export function page(open, base, host) {
  host.replaceChildren();
  const finder = new Finder(host, open, base, true);
  addEventListener("popstate", () => finder.restore());
  finder.restore();
}

class Finder {
  /** @param {HTMLElement} host @param {Opened} open @param {string} base @param {boolean} full */
  constructor(host, open, base, full) {
    this.open = open;
    this.base = base;
    this.full = full;
    this.asked = 0;
    this.input = make("input", {
      type: "search", name: "q", "aria-label": "搜索全站", placeholder: "地名、方案、数字，原文里的任何几个字",
      autocomplete: "off", spellcheck: "false", compositionend: () => this.typed(),
      input: (/** @type {InputEvent} */ event) => event.isComposing || this.typed(),
    });
    const change = () => this.go();
    /** @type {[HTMLSelectElement, string][]} */
    this.facets = full ? Object.entries(FACETS).map(([name, label]) => [make("select", { name, change }), label]) : [];
    this.only = make("input", { type: "checkbox", name: "exact", value: "1", change });
    this.form = make("form", { role: "search", submit: (/** @type {Event} */ event) => this.submit(event) },
      this.input, ...this.facets.map(([select, label]) => make("label", { hidden: "" }, label, select)));
    this.also = make("p", { class: "finder-also", hidden: "" }, make("span", {}), full ? make("label", {}, this.only, "只找原词") : "");
    this.status = make("p", { role: "status" });
    this.list = make("ol", { class: "finder-hits" });
    this.rest = make("div", { class: "finder-rest" });
    this.form.append(this.also);
    host.append(this.form, this.status, this.list, this.rest);
    host.addEventListener("keydown", (event) => this.key(event));
  }

  /** The arrows lead from the field through the links and back. @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [this.input, ...this.list.querySelectorAll("a"), ...this.rest.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (!step || at < 0 || event.isComposing) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  }

  /** Where the page with this query and these facets is. */
  get address() {
    const asked = [...new FormData(this.form)].filter(([, value]) => value);
    return `${this.base}search/?${new URLSearchParams(/** @type {any} */ (asked))}`;
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.full) history.replaceState(null, "", this.address);
      this.search();
    }, 120);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    if (this.full) this.go();
    else if (this.input.value.trim()) location.href = this.address;
  }

  /** For the back button. */
  go() {
    if (this.address !== location.href) history.pushState(null, "", this.address);
    this.search();
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    this.input.value = asked.get("q") ?? "";
    for (const [select] of this.facets) select.replaceChildren(make("option", {}, asked.get(select.name) ?? ""));
    this.only.checked = asked.has("exact");
    this.search();
  }

  async search(limit = this.full ? 20 : 6) {
    const mine = ++this.asked;
    const query = this.input.value.trim();
    /** @type {(Node | string)[]} */
    let hits = [];
    let rest = hits;
    let said = "";
    try {
      const engine = await this.open();
      const result = await engine.search(query, { widen: !this.only.checked });
      const all = result.found;
      const told = await engine.facets(this.full ? all : []);
      /** @param {HTMLSelectElement} [but] */
      const fitting = (but) =>
        all.filter(({ page }) => this.facets.every(([one]) => one === but || !one.value || told(page, one.name).includes(one.value)));
      result.found = fitting();
      const total = result.found.length;
      hits = await this.hits(engine, result, result.found.slice(0, limit));
      const others = result.found.filter(({ exact }) => exact === 3).length;
      if (total > others) rest = [this.more(total, limit), await this.kin(engine, result)];
      else if (query) rest = [this.more(total, limit), await this.none(engine, query, total ? 0 : all.length)];
      if (total || query) said = !total ? "没有找到" : !others ? `找到 ${total} 页` : others < total ? `找到 ${total} 页，其中 ${others} 页用的是别的说法` : `没有一页含有原词；${total} 页用的是别的说法，或含有其中几个词`;
      if (mine !== this.asked) return;
      const also = (result.also ?? []).slice(0, 8);
      this.also.hidden = !also.length && !this.only.checked;
      this.also.firstChild.textContent = also.length ? `也找：${also.join("、")}` : "";
      for (const [select] of this.facets) this.offer(engine, select, fitting(select), told);
    } catch {
      const told = "搜索索引有一部分加载失败，可能是网络中断，也可能是本站刚刚更新。";
      rest = [make("p", { role: "alert" }, told), make("button", { type: "button", click: () => (this.open(true), this.search()) }, "重试")];
    }
    if (mine !== this.asked) return;
    this.list.replaceChildren(...hits);
    this.rest.replaceChildren(...rest);
    this.status.textContent = said;
  }

  /** @param {Engine} engine @param {Result} result @param {Found[]} found */
  async hits(engine, result, found) {
    const [hits, told] = await Promise.all([engine.hits(found), engine.facets(found)]);
    return Promise.all(hits.map(async ({ url, title }, i) => {
      const { page } = found[i];
      const { best, more } = await excerpts(engine, result, page, title, this.full ? 4 : 2);
      const about = ["kind", "province", "level", "year"].flatMap((name) => told(page, name).slice(0, 2));
      const places = best.map((one) => {
        const heading = [one.text, title].includes(one.heading) ? "" : one.heading;
        return make("li", {}, make("a", { href: `${url}#${one.anchor}` }, make("b", {}, heading), " ", ...marked(one.text, one.marks)));
      });
      return make("li", {}, make("a", { class: "finder-title", href: url }, ...marked(title, find(engine, result.words, title)[1])), " ",
        make("span", { class: "about" }, about.join(" · ")),
        make("ul", {}, ...places, ...(more ? [make("li", { class: "about" }, `本页另有 ${more} 处`)] : [])));
    }));
  }

  /** @param {number} total @param {number} limit */
  more(total, limit) {
    if (!this.full) return make("a", { href: this.address }, `显示全部 ${total} 页`);
    const further = () => this.search(limit + 50);
    return total > limit ? make("button", { type: "button", click: further }, `再显示 ${Math.min(50, total - limit)} 页`) : "";
  }

  /** @param {Engine} engine @param {Result} result */
  async kin(engine, result) {
    const terms = await related(engine, result);
    const link = (/** @type {string} */ term) => make("a", { href: `${this.base}search/?q=${encodeURIComponent(term)}` }, term);
    return make("p", { class: "finder-kin" }, terms.length ? "相关的词：" : "", ...terms.map(link));
  }

  /** @param {Engine} engine @param {string} query @param {number} others how many pages the facets leave out */
  async none(engine, query, others) {
    if (others) return make("p", {}, make("a", { href: `?q=${encodeURIComponent(query)}` }, `去掉筛选，还有 ${others} 页`));
    const near = (await nearest(engine, query)).map(({ name, url }) => make("li", {}, make("a", { href: url }, name)));
    return make("div", {}, make("p", {}, `没有一页含有“${query.length > 40 ? `${query.slice(0, 40)}…` : query}”。`),
      make("p", {}, near.length ? "要找的是不是：" : ""), make("ul", {}, ...near),
      make("p", { class: "note" }, "搜索逐字比对。可以少输几个字；几个词用空格隔开，在同一页上就能找到。"));
  }

  /** A facet's values, with how many pages each would leave. @param {Engine} engine @param {HTMLSelectElement} select @param {Found[]} found @param {any} told */
  offer(engine, select, found, told) {
    const { name, value: chosen } = select;
    const counts = /** @type {Record<string, number>} */ ({});
    for (const { page } of found) for (const value of told(page, name)) counts[value] = (counts[value] ?? 0) + 1;
    const values = (engine.root.vocabulary[name] ?? []).filter((value) => counts[value] || value === chosen);
    select.replaceChildren(make("option", { value: "" }, "全部"), ...values.map((value) => make("option", { value }, `${value} ${counts[value] ?? 0}`)));
    select.value = chosen;
    /** @type {HTMLElement} */ (select.parentElement).hidden = values.length < 2 && !chosen;
  }
}
