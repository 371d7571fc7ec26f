// What pages do beyond links: filter the indexes, copy citations. Everything works without it, only slower for the reader.
(() => {
  "use strict";

  // Filters hide what does not match; the words are those on the page, folded to one width and case.
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  for (const form of document.querySelectorAll("form[data-filter]")) {
    const items = [...document.querySelectorAll(form.dataset.filter)].map((element) => ({
      element,
      level: element.dataset.l,
      text: fold(element.textContent + (element.querySelector("a")?.getAttribute("href") ?? "")),
    }));
    const shelves = [...document.querySelectorAll(".shelf")].map((element) => ({
      element,
      name: fold(element.querySelector("h2").textContent),
    }));
    const shelfOf = new Map(shelves.flatMap((shelf) => [...shelf.element.querySelectorAll("li")].map((li) => [li, shelf])));
    const apply = () => {
      const words = form.q.value.split(/\s+/).map(fold).filter(Boolean);
      const level = form.level?.value ?? "";
      let shown = 0;
      for (const { element, text, level: own } of items) {
        const province = shelfOf.get(element)?.name ?? "";
        const fits = (!level || own === level) && words.every((word) => text.includes(word) || province.includes(word));
        element.toggleAttribute("data-out", !fits);
        shown += fits;
      }
      for (const { element } of shelves) element.toggleAttribute("data-out", !element.querySelector("li:not([data-out])"));
      form.querySelector("output").textContent = words.length || level ? `${shown} 项` : "";
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply(); // a browser that goes back restores the fields
  }

  // Wide tables and code of hand-written pages scroll in frames of their own, by keyboard too.
  const named = new Map(); // two tables below one heading have names of their own
  for (const table of document.querySelectorAll("article table:not([class])")) {
    let heading = table;
    while (heading && !/^H[1-6]$/.test(heading.tagName)) heading = heading.previousElementSibling;
    const name = `表：${heading?.textContent.trim() ?? document.title}`;
    const number = (named.get(name) ?? 0) + 1;
    named.set(name, number);
    const frame = document.createElement("section");
    frame.className = "md-typeset__scrollwrap";
    frame.tabIndex = 0;
    frame.setAttribute("aria-label", number > 1 ? `${name}（${number}）` : name);
    table.replaceWith(frame);
    frame.append(document.createElement("div"));
    frame.firstChild.className = "md-typeset__table";
    frame.firstChild.append(table);
  }
  for (const code of document.querySelectorAll(".highlight code")) code.tabIndex = 0;

  // On a phone the rows of these tables stand as blocks, which some browsers no longer tell as tables; written in the HTML it would be said twice.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const table of document.querySelectorAll(".figures-table, .years, .stacked")) {
    for (const one of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
      one.setAttribute("role", ROLES[one.tagName] ?? (one.scope === "col" ? "columnheader" : "rowheader"));
    }
  }

  // The last two characters of a paragraph stay together: beside links and code browsers leave one of them alone on a line.
  for (const one of document.querySelectorAll("article > p, article > :is(ul, ol):not([class]) li")) {
    const last = one.lastChild;
    const found = last?.nodeType === Node.TEXT_NODE ? /\p{sc=Han}{2}[^\p{L}\p{N}]*$/u.exec(last.data) : null;
    if (!found) continue;
    const end = document.createElement("span");
    end.className = "end";
    end.append(last.splitText(found.index));
    one.append(end);
  }

  // The theme keeps its drawer in a hidden checkbox.
  for (const button of document.querySelectorAll("button[data-opens]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).click());
  }
  const drawer = document.getElementById("__drawer");
  const shut = () => (drawer.checked = false);
  addEventListener("keydown", (event) => event.key === "Escape" && shut());
  for (const link of document.querySelectorAll(".md-nav--primary a[href^='#']")) link.addEventListener("click", shut);

  // In the contents beside a page the part that is read is marked; the way up shows to who turns back.
  const links = [...document.querySelectorAll(".md-sidebar--secondary .md-nav__link")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const up = document.querySelector(".md-top");
  let [here, last] = [null, scrollY];
  const follow = () => {
    const now = links[parts.findLastIndex((part) => part && part.getBoundingClientRect().top < 100)];
    if (now !== here) {
      here?.classList.remove("md-nav__link--active");
      now?.classList.add("md-nav__link--active");
      const box = now?.closest(".md-sidebar__scrollwrap");
      if (box) box.scrollTop += now.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
      here = now;
    }
    up.hidden = scrollY < 400 || scrollY >= last;
    last = scrollY;
  };
  if (up) {
    addEventListener("scroll", follow, { passive: true });
    follow();
    up.addEventListener("click", () => {
      scrollTo({ top: 0 });
      document.querySelector(".brand").focus({ preventScroll: true });
    });
  }

  // A figure that is wrong is reported by its own address.
  for (const figure of document.querySelectorAll(".figures > li")) {
    const link = document.querySelector(`a.report[data-document="${figure.closest("[data-document]")?.dataset.document}"]`);
    const [page, own] = [encodeURIComponent(link?.dataset.address), figure.querySelector(".anchor")];
    if (!link?.href.includes(page)) continue;
    const report = document.createElement("a");
    report.className = "report";
    report.dataset.searchExclude = "";
    report.textContent = "报告错误";
    report.href = link.href.replace(page, encodeURIComponent(own.href));
    own.before(report, " ");
  }

  // When a figure was first read and last changed stands in one file of all, since no other bytes of the site depend on the history.
  let history;
  for (const words of document.querySelectorAll(".figures details")) {
    words.addEventListener("toggle", async () => {
      if (!words.open || words.querySelector(".since")) return;
      const root = document.querySelector("[data-base]").dataset.base;
      history ??= fetch(`${root}/data/history.json`).then((answer) => (answer.ok ? answer.json() : { changes: [], figures: {} }));
      const known = await history;
      const id = words.closest("[data-document]").dataset.document;
      const added = known.changes.findLast((change) => change.document === id && change.kind === "added")?.day;
      const [first, changed] = known.figures[id]?.[words.closest("li").id] ?? [added];
      if (!first || words.querySelector(".since")) return;
      const since = document.createElement("p");
      since.className = "since";
      since.dataset.searchExclude = "";
      since.textContent = `${first} 首次收录${changed && changed !== first ? `，${changed} 改动` : ""}`;
      words.append(since);
    });
  }

  if (navigator.clipboard) {
    // A figure as it is cited: what it counts, its words, whose words they are and where they stand.
    const sources = [...document.querySelectorAll(".from")];
    for (const anchor of document.querySelectorAll(".figures .anchor")) {
      const figure = anchor.closest("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "引用";
      button.dataset.searchExclude = "";
      button.addEventListener("click", async () => {
        const text = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
        const source = sources.filter((one) => one.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
        const from = source ? source.textContent.trim().replace(/^录自\s*/, "") : document.title;
        const now = new Date();
        const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
        await navigator.clipboard.writeText(
          `${document.querySelector("h1").textContent}：${text(".item")}，${text(".value")}（${text(".period")}）。原文：“${text("q")}”。出处：${from}。见 ${anchor.href}，访问日期 ${day}。`,
        );
        button.textContent = "已复制";
        setTimeout(() => (button.textContent = "引用"), 2000);
      });
      anchor.before(button, " ");
    }
    for (const box of document.querySelectorAll(".citable")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "复制";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(box.querySelector("code").textContent);
        button.textContent = "已复制";
        setTimeout(() => (button.textContent = "复制"), 2000);
      });
      box.append(button);
    }
  }
})();
