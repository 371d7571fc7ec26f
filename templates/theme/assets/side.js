// Puts the figures of chosen regions side by side. Names come from names.json, figures from each region's own data file,
// so that ten thousand regions cost no more than the few that are looked at. Everything is set as text, never as markup.
(async () => {
  "use strict";

  const MOST = 6;
  const form = document.getElementById("side-form");
  const frame = document.getElementById("side");
  const output = form.querySelector("output");
  const { root, unstated } = frame.dataset;
  const concepts = JSON.parse(document.getElementById("side-concepts").textContent);
  const get = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.json();
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  let names;
  try {
    names = new Map((await get("names.json")).map(([code, name, above, mark]) => [code, { code, name, above, mark }]));
  } catch {
    form.hidden = false;
    output.textContent = "地区名单加载失败，请刷新重试。";
    return;
  }
  const title = ({ name, above, code }) => `${name}（${above ? above + "，" : ""}${code}）`;
  const byTitle = new Map([...names.values()].map((place) => [title(place), place]));
  document.getElementById("side-names").append(...[...byTitle.keys()].map((text) => make("option", { value: text })));

  const asked = new Set((new URLSearchParams(location.search).get("r") ?? "").split(","));
  let chosen = [...asked].filter((code) => names.has(code)).slice(0, MOST);
  const rowsOf = new Map();

  const figure = (row) => {
    const link = make("a", { href: root + row.link }, make("b", { class: "num" }, row.shown));
    return make("p", {}, link, ` ${row.item}`, make("small", {}, row.period ?? unstated));
  };
  const marked = ({ mark }) => (mark ? [" ", make("small", { class: "caveat" }, mark)] : []);
  const drop = (code) => {
    const button = make("button", { type: "button" }, "移除");
    button.setAttribute("aria-label", `移除${names.get(code).name}`);
    button.addEventListener("click", () => show(chosen.filter((one) => one !== code)));
    return button;
  };

  const show = async (codes) => {
    chosen = codes;
    const address = new URL(location.href);
    address.search = codes.length ? `r=${codes.join(",")}` : "";
    history.replaceState(null, "", address);
    frame.hidden = !codes.length;
    output.textContent = "";
    try {
      await Promise.all(codes.filter((code) => !rowsOf.has(code)).map(async (code) => {
        rowsOf.set(code, (await get(`${root}data/regions/${code}.json`)).rows);
      }));
    } catch {
      output.textContent = "部分地区的数字加载失败，请刷新重试。";
      return;
    }
    const heads = codes.map((code) => make("th", { scope: "col" }, make("a", { href: `${root}regions/${code}/` }, names.get(code).name), ...marked(names.get(code)), " ", drop(code)));
    const lines = [];
    for (const [id, label] of Object.entries(concepts)) {
      const cells = codes.map((code) => rowsOf.get(code).filter((row) => row.concept === id));
      if (!cells.some((rows) => rows.length)) continue;
      const name = make("th", { scope: "row" }, make("a", { href: `../${id}/` }, label));
      lines.push(make("tr", {}, name, ...cells.map((rows) => make("td", {}, ...(rows.length ? rows.map(figure) : ["报告未提及"])))));
    }
    if (codes.length && !lines.length) output.textContent = "所选地区的报告都没有写到可比的数字。";
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "指标"), ...heads));
    frame.replaceChildren(make("table", { class: "side" }, head, make("tbody", {}, ...lines)));
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.place.value.trim();
    const place = byTitle.get(typed) ?? names.get(typed) ?? [...names.values()].find(({ name }) => name === typed);
    if (!place) output.textContent = "请从名单中选一个地区。";
    else if (chosen.includes(place.code)) output.textContent = `${place.name}已经在表里。`;
    else if (chosen.length >= MOST) output.textContent = `最多 ${MOST} 个地区。`;
    else {
      form.place.value = "";
      show([...chosen, place.code]);
    }
  });
  if (chosen.length) show(chosen);
})();
