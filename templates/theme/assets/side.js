// Puts chosen regions side by side. Names come from names.json, figures from each region's own data file, the rest from a small file of its
// prefecture, so that ten thousand regions cost no more than the few that are looked at. Everything is set as text, never as markup.
(async () => {
  "use strict";

  const MOST = 6;
  const OFFERED = 12;
  const form = document.getElementById("side-form");
  const frame = document.getElementById("side");
  const choice = document.getElementById("side-choice");
  const output = form.querySelector("output");
  const { root, period, published, title: untitled, split } = frame.dataset;
  const words = JSON.parse(document.getElementById("side-words").textContent);
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
  const fold = (text) => text.normalize("NFKC").replace(/\s+/g, "");

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

  // What the address asks for; whatever of it cannot be shown is told.
  const asked = [...new Set((new URLSearchParams(location.search).get("r") ?? "").split(",").filter(Boolean))];
  const unknown = asked.filter((code) => !names.has(code));
  const known = asked.filter((code) => names.has(code));
  let chosen = known.slice(0, MOST);
  const told = [
    ...(unknown.length ? [`网址中的${unknown.join("、").slice(0, 60)}不是收录的地区。`] : []),
    ...(known.length > MOST ? [`最多 ${MOST} 个地区，网址中的其余 ${known.length - MOST} 个没有列出。`] : []),
  ];

  /** By code: its rows of figures, its reports by document, in the order of its page. */
  const loaded = new Map();
  const shelves = new Map();
  const shelf = (code) => {
    const name = code.slice(0, 4);
    if (!shelves.has(name)) shelves.set(name, get(`${name}.json`));
    shelves.get(name).catch(() => shelves.delete(name));
    return shelves.get(name);
  };
  const load = async (code) => {
    const [figures, reports] = await Promise.all([get(`${root}data/regions/${code}.json`), shelf(code)]);
    loaded.set(code, {
      rows: figures.rows,
      reports: reports[code].map(([id, date, number, name, place, text, other, whole, programmes, titles, trust]) => ({
        id, place, text, other, whole, programmes, titles, trust, name: name || untitled,
        date: (date || published) + (number ? `（文件${number}）` : ""),
      })),
    });
  };

  // ---- cells --------------------------------------------------------------------------------------------------------

  const several = (code) => loaded.get(code).reports.length > 1;
  const of = (code, report) => (several(code) ? [`报告 ${report.date}`] : []);
  const about = (...parts) => (parts.length ? [make("small", {}, parts.join(" · "))] : []);
  const filled = (parts, none = "未载") => make("td", {}, ...(parts.length ? parts : [make("span", { class: "period" }, none)]));
  /** 2023-05 as 2023年5月, 2016-2020 as 2016–2020年. @param {string | null} value */
  const when = (value) =>
    !value ? period : /^\d{4}-\d{4}$/.test(value) ? `${value.replace("-", "–")}年` : value.split("-").map((part, n) => Number(part) + "年月日"[n]).join("");
  const percent = (part, whole) => (part / whole < 0.005 ? "<1" : (part / whole * 100).toFixed(0)) + "%";
  const link = (href, ...children) => make("a", { href }, ...children);

  const family = (row) => row.family ?? row.unit;
  const compared = (code, concept) => loaded.get(code).rows.filter((row) => row.concept === concept && !row.of);
  const figures = (code, concept, units) =>
    loaded.get(code).reports.flatMap((report) =>
      compared(code, concept).filter((row) => family(row) === units && row.document === report.id)
        .map((row) => make("p", {}, link(root + row.link, make("b", { class: "num" }, row.shown)), ` ${row.item}`, ...about(when(row.period), ...of(code, report)))));
  const shares = (code, number, theme) =>
    loaded.get(code).reports.filter(({ text }) => text && text[number]).map((report) => {
      const place = `${root}themes/${theme}/${split === undefined ? "" : `${code.slice(0, 2)}0000/`}#r-${report.id}-${report.place}`;
      return make("p", {}, link(place, make("b", { class: "num" }, percent(report.text[number], report.whole))), ...about(...of(code, report)));
    });
  /** What stands where no report has text on a theme: nothing of it, or nobody knows how long the texts are. */
  const unwritten = (code) => (loaded.get(code).reports.some(({ whole }) => whole) ? "·" : "不详");
  const other = (code) =>
    loaded.get(code).reports.filter((report) => report.other).map((report) => make("p", {}, percent(report.other, report.whole), ...about(...of(code, report))));

  /** The names that the regions' reports have, each once; those of several regions are bold. */
  const named = (codes, key) => {
    const found = codes.map((code) => new Map(loaded.get(code).reports.flatMap((report) => report[key]).map((name) => [fold(name), name])));
    return found.map((mine) => {
      const both = (id) => found.filter((one) => one.has(id)).length > 1;
      const parts = [...mine].map(([id, name]) => make(both(id) ? "b" : "span", {}, name));
      return filled(parts.length ? [make("p", { class: "mentioned" }, ...parts.flatMap((part, n) => (n ? ["；", part] : [part])))] : []);
    });
  };

  const trusted = (code, report) => {
    const [basis, completeness, missing, count, dated, exact, status, corrected] = report.trust;
    const lines = [
      `地名${words.bases[basis]}`,
      `原文${words.completeness[completeness]}${missing ? `，缺 ${missing.toLocaleString("en")} 字` : ""}`,
      `数字 ${count} 个，系于时间的 ${dated} 个，确数 ${exact} 个`,
      words.review[status],
      corrected ? `实质更正 ${corrected} 处` : "没有实质更正",
    ];
    return make("p", {}, link(`${root}documents/${report.id}/`, report.name), make("small", {}, report.date), make("small", {}, lines.join("；")));
  };

  // ---- the table ----------------------------------------------------------------------------------------------------

  const group = (text, count, lines) =>
    lines.length ? make("tbody", {}, make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: count + 1 }, text)), ...lines) : "";
  const row = (head, cells) => make("tr", {}, make("th", { scope: "row" }, ...head), ...cells);

  const table = (codes) => {
    const numbers = words.concepts.flatMap(([id, label]) => {
      const families = [...new Set(codes.flatMap((code) => compared(code, id).map(family)))]; // units that do not compare have a line each
      return families.map((units) => row([link(`../${id}/`, label), ...(families.length > 1 ? [" ", make("small", {}, units)] : [])], codes.map((code) => filled(figures(code, id, units)))));
    });
    const text = codes.some((code) => loaded.get(code).reports.some(({ whole }) => whole));
    const themes = words.themes.map(([id, label], number) => row([link(`${root}themes/${id}/`, label)], codes.map((code) => filled(shares(code, number, id), unwritten(code)))));
    themes.push(row(["其他"], codes.map((code) => filled(other(code), unwritten(code)))));
    const heads = codes.map((code) => {
      const { name, mark } = names.get(code);
      return make("th", { scope: "col" }, link(`${root}regions/${code}/`, name), ...(mark ? [" ", make("small", { class: "caveat" }, mark)] : []), " ", drop(code));
    });
    return make("table", { class: "side" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "项目"), ...heads)),
      group("可比的数字", codes.length, numbers.length ? numbers : [row(["各指标"], codes.map(() => filled([])))]),
      group("主题占正文的篇幅", codes.length, text ? themes : []),
      group("提法与文件（粗体为两地以上都写到）", codes.length, [row(["工程与提法"], named(codes, "programmes")), row(["引用文件"], named(codes, "titles"))]),
      group("报告与可信程度", codes.length, [row(["报告"], codes.map((code) => filled(loaded.get(code).reports.map((report) => trusted(code, report)))))]));
  };
  const drop = (code) => {
    const button = make("button", { type: "button" }, "移除");
    button.setAttribute("aria-label", `移除${names.get(code).name}`);
    button.addEventListener("click", async () => {
      const place = chosen.indexOf(code);
      await show(chosen.filter((one) => one !== code));
      const left = frame.querySelectorAll("thead button"); // the button that was pressed is gone
      (left[Math.min(place, left.length - 1)] ?? form.place).focus();
    });
    return button;
  };

  let turn = 0;
  const show = async (codes, said = "") => {
    const mine = ++turn;
    chosen = codes;
    choice.hidden = true;
    const address = new URL(location.href);
    address.search = codes.length ? `r=${codes.join(",")}` : "";
    history.replaceState(null, "", address);
    frame.hidden = !codes.length;
    output.textContent = said || (codes.length === 1 ? "再添加一个地区，就可以并排看了。" : "");
    const results = await Promise.allSettled(codes.filter((code) => !loaded.has(code)).map(load));
    if (mine !== turn) return;
    if (results.some(({ status }) => status === "rejected")) {
      output.textContent = "部分地区的资料加载失败，请刷新重试。";
      frame.replaceChildren();
      return;
    }
    frame.replaceChildren(table(codes));
  };

  // ---- adding -------------------------------------------------------------------------------------------------------

  /** The regions that what was typed may mean: the one that it names in full, else all of that name, else all that begin with it. */
  const meant = (typed) => {
    const whole = byTitle.get(typed) ?? names.get(typed);
    if (whole) return [whole];
    const places = [...names.values()];
    const equal = places.filter(({ name }) => name === typed);
    return equal.length ? equal : places.filter(({ name, code }) => typed && (name.startsWith(typed) || (/^\d+$/.test(typed) && code.startsWith(typed))));
  };
  /** Puts a place among `codes`; what is to be said where it cannot. */
  const take = (codes, { code, name }) => {
    if (codes.includes(code)) return `${name}已经在表里。`;
    if (codes.length >= MOST) return `最多 ${MOST} 个地区。`;
    codes.push(code);
    return "";
  };
  /** Adds what the names mean, one after the other, down to the first that means none or several; that one and what follows stay in the field. */
  const add = (typed) => {
    const codes = [...chosen];
    let said = typed.length ? "" : "请写出地区的名称或代码。";
    let left = [];
    let offered = [];
    for (const [number, part] of typed.entries()) {
      const found = meant(part);
      if (found.length === 1) said = take(codes, found[0]) || said;
      else {
        said = found.length ? `有 ${found.length} 个地区，请选一个${found.length > OFFERED ? "，或再多写几个字" : ""}：` : `没有收录名称或代码以“${part}”开头的地区。`;
        [left, offered] = [typed.slice(number), found];
        break;
      }
    }
    form.place.value = said && !left.length ? typed.at(-1) ?? "" : left.join("、");
    if (codes.length > chosen.length) show(codes, said);
    else output.textContent = said;
    choice.replaceChildren(...offered.slice(0, OFFERED).map((place) => {
      const button = make("button", { type: "button" }, title(place));
      button.addEventListener("click", () => {
        form.place.focus();
        add([place.code, ...left.slice(1)]);
      });
      return make("li", {}, button);
    }));
    choice.hidden = !offered.length;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.place.value.trim();
    add(byTitle.has(typed) ? [typed] : typed.split(/[、，,;；\s]+/).filter(Boolean));
  });

  form.hidden = false;
  if (chosen.length) show(chosen, told.join(""));
  else output.textContent = told.join("");
})();
