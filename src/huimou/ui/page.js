// The page's own behaviour: citations, the report, the figures' table, history, copying. No library.
// Everything that is shown is made and escaped in Python, or set with textContent here.
"use strict";

const huimou = (() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = () => JSON.parse($("#words").textContent);
  const narrow = matchMedia("(max-width: 900px)");

  // ---- To Python and back: a message is taken up by the event of a hidden button.
  let message = {};
  const send = (button, content) => {
    message = content;
    $(`#${button}`).click();
  };
  const take = () => JSON.stringify(message);

  // ---- The report: painting. Every block holds its paragraph's characters and nothing else, so its text is
  // cut anew at the ends of whatever is marked. Offsets count code points, as Python does.
  const blocks = () => $$("#paper .sheet > [data-start]");
  const letters = (block) => (block.letters ??= [...block.textContent]);
  // Gradio patches the elements that are there: after that they hold other words, and no marks.
  const forget = () => blocks().forEach((block) => (block.letters = block.signature = undefined));
  const watcher = new MutationObserver(() => (forget(), arrived()));
  let now = null; // what was opened last: {doc, start, end, answer: [[start, end]…], quote}

  const cited = () =>
    $$("#chat a.cite").map((chip) => ({ ...place(chip), turn: chip.closest("[data-turn]").dataset.turn }));

  const place = (chip) => ({
    doc: chip.dataset.doc,
    start: +chip.dataset.start,
    end: +chip.dataset.end,
    quote: chip.dataset.quote ?? "",
    near: chip.closest(".refusal") !== null, // the nearest passage of a refusal is no evidence
    answer: (chip.dataset.answer ?? "").split(" ").filter(Boolean).map((pair) => pair.split("-").map(Number)),
  });

  function paint() {
    if (watcher.takeRecords().length) forget(), queueMicrotask(arrived);
    const doc = $("#paper .paper")?.dataset.doc;
    if (!doc) return;
    const marks = cited().filter((mark) => mark.doc === doc);
    const open = now?.doc === doc ? now : null;
    for (const block of blocks()) {
      const left = +block.dataset.start, text = letters(block), right = left + text.length;
      const here = marks.filter((mark) => mark.start < right && left < mark.end);
      const shown = open && open.start < right && left < open.end;
      const lead = +(block.dataset.lead ?? 0);
      const signature = JSON.stringify([here.map((m) => [m.start, m.end, m.turn]), shown && open]);
      if (block.signature === signature || (!block.signature && !here.length && !shown && !lead)) continue;
      block.signature = signature;
      const spans = shown ? [[open.start, open.end], ...open.answer] : [];
      const cuts = new Set([0, lead, text.length]);
      for (const [start, end] of [...here.map((m) => [m.start, m.end]), ...spans])
        for (const offset of [start, end]) cuts.add(Math.min(Math.max(offset - left, 0), text.length));
      const ends = [...cuts].sort((a, b) => a - b);
      const covers = ([start, end], offset) => start <= offset && offset < end;
      const parts = ends.slice(0, -1).map((from, number) => {
        const to = ends[number + 1], offset = left + from;
        const by = here.filter((mark) => covers([mark.start, mark.end], offset));
        const current = shown && covers([open.start, open.end], offset);
        const answer = shown && open.answer.some((span) => covers(span, offset));
        let node = document.createTextNode(text.slice(from, to).join(""));
        const wrap = (tag, name) => {
          const outer = document.createElement(tag);
          if (name) outer.className = name;
          outer.append(node);
          node = outer;
        };
        if (to <= lead) wrap("b", "lead");
        if (answer) wrap("b", "answer");
        if (by.length || current) wrap("mark", current ? (open.near ? "now near" : "now") : "cited");
        return [node, by.filter((mark) => mark.end <= left + to).map((mark) => mark.turn)];
      });
      block.replaceChildren();
      for (const [node, turns] of parts) {
        block.append(node);
        for (const turn of new Set(turns)) block.append(backlink(turn));
      }
    }
    watcher.takeRecords(); // these marks are our own
  }

  function backlink(turn) {
    const link = document.createElement("a");
    link.className = "by";
    link.href = `#turn-${turn}`;
    link.dataset.act = "back";
    link.dataset.n = turn; // drawn by the style sheet: no character of the report
    link.setAttribute("aria-label", words().cited_by.replace("{number}", turn));
    link.title = link.getAttribute("aria-label");
    return link;
  }

  // ---- Opening a place
  let opener = null;
  let awaited = false; // whether a report was asked for, to open a place in it
  let drawn; // the report that is there
  function open(target, from) {
    now = target;
    opener = from ?? null;
    $$("#chat a.cite.on").forEach((chip) => chip.classList.remove("on"));
    from?.classList.add("on");
    const shown = $("#paper .paper")?.dataset.doc;
    if (shown !== target.doc) {
      awaited = true;
      send("open-report", { doc: target.doc, quote: target.quote });
      return;
    }
    reveal();
  }

  function reveal() {
    paint();
    const mark = $("#paper mark.now");
    if (narrow.matches) drawer(true);
    if (mark) centre(mark);
    if (mark && opener?.matches(":focus-visible")) focusOn(mark);
  }

  // Within its own pane only: scrollIntoView would move the page as well.
  function centre(element, share = 0.33) {
    const pane = $("#paper");
    const box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollTop += box.top - frame.top - frame.height * share;
  }

  function focusOn(element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  // Another report came into the pane, or a changed one: find the quotation again by its words.
  function arrived() {
    const paper = $("#paper .paper");
    if (now && paper?.dataset.doc && paper.dataset.doc !== now.doc && now.quote) {
      const text = blocks().map((block) => block.textContent).join("\n"), at = text.indexOf(now.quote);
      if (at >= 0) {
        const start = [...text.slice(0, at)].length, moved = start - now.start;
        const answer = now.answer.map(([from, to]) => [from + moved, to + moved]);
        now = { ...now, doc: paper.dataset.doc, start, end: now.end + moved, answer };
      }
    }
    const other = drawn !== paper?.dataset.doc;
    drawn = paper?.dataset.doc;
    const choice = $("#paper select.report");
    if (choice) choice.value = drawn; // once chosen from by hand, it does not follow its options
    if (awaited && now?.doc === drawn) {
      awaited = false;
      reveal();
      return;
    }
    paint();
    const mark = $("#paper mark.now");
    if (other && mark) centre(mark);
    else if (other) $("#paper").scrollTop = 0;
  }

  // Python has sent what was asked for; it may be just what is there already, or without the quotation.
  function opened() {
    setTimeout(() => {
      if (awaited) arrived();
      if (awaited && narrow.matches) drawer(true);
      awaited = false;
    }, 150);
  }

  // ---- On a phone the report is a drawer.
  function drawer(on) {
    document.body.classList.toggle("paper-open", on);
    if (on) $("#paper .close")?.focus({ preventScroll: true });
    else if (opener?.isConnected) opener.focus();
  }

  // ---- Small acts, by name. `from` is what was clicked.
  const turnOf = (from) => +from.closest("[data-turn]").dataset.turn;
  const acts = {
    cite: (from) => open(place(from), from),
    go: (from) => {
      now = null;
      const target = $(`#paper ${from.getAttribute("href")}`);
      if (target) centre(target, 0.05), focusOn(target);
      if (narrow.matches) $("#paper .outline").open = false;
    },
    back: (from) => {
      drawer(false);
      tab("chat", `#chat [data-turn="${from.dataset.n}"].bot`, (turn) => {
        turn.scrollIntoView({ block: "center" });
        focusOn(turn);
      });
    },
    ask: (from) => ask(from.textContent.trim()),
    "ask-all": (from) => {
      choose([]);
      ask(turns()[turnOf(from) - 1].question);
    },
    choose: openChoice,
    "choose-all": () => (choose([]), closeChoice()),
    "choose-done": () => (choose(picked()), closeChoice()),
    retry: (from) => ask(turns()[turnOf(from) - 1].question, turnOf(from) - 1),
    edit: (from) => {
      keep = turnOf(from) - 1;
      fill("#box textarea", turns()[keep].question);
    },
    copy: (from) => copy(replyText(from), from),
    "copy-cited": (from) => copy(`${replyText(from)}\n${sources(from)}`, from),
    "look-up": (from) => {
      const { question } = turns()[turnOf(from) - 1];
      tab("search", "#query textarea", () => {
        fill("#query textarea", question);
        setTimeout(() => $("#find").click(), 60);
      });
    },
    useful: (from) => verdict(from, "useful", ""),
    useless: (from) => {
      judged = from;
      $("#feedback textarea").value = "";
      $("#feedback").showModal();
    },
    "feedback-send": () => {
      $("#feedback").close();
      verdict(judged, "useless", $("#feedback textarea").value);
    },
    export: (from) => send("do-export", { kind: from.dataset.kind, turn: from.closest("[data-turn]") ? turnOf(from) : 0 }),
    csv: () => send("do-export", { kind: "csv" }),
    "open-paper": (from) => { opener = from; drawer(true); },
    "close-paper": () => drawer(false),
    history: () => (listHistory(), $("#history").showModal()),
    restore: (from) => {
      $("#history").close();
      const found = stored().find((one) => one.id === from.dataset.id);
      if (!found) return;
      remember(found.id);
      recall(found);
      now = null;
      send("restore", { turns: found.turns });
    },
    forget: (from) => {
      store(stored().filter((one) => one.id !== from.dataset.id));
      listHistory();
    },
    "forget-all": (from) => {
      if (from.dataset.sure) store([]), listHistory();
      else (from.dataset.sure = "1"), (from.textContent = words().delete_sure);
    },
    new: () => { remember(""); recall({}); now = null; send("restore", { turns: "[]" }); $("#box textarea").focus(); },
    close: (from) => from.closest("dialog").close(),
    theme: () => {
      const dark = document.body.classList.toggle("dark");
      localStorage.setItem("huimou-theme", dark ? "dark" : "light");
    },
    language: (from) => {
      document.cookie = `huimou-language=${from.dataset.language}; path=/; max-age=31536000; samesite=lax`;
    },
    sort: (from) => sort(from),
    skip: () => $("#box textarea").focus(),
  };
  const NATIVE = new Set(["language"]);

  document.addEventListener("click", (event) => {
    const from = event.target.closest?.("[data-act]");
    const act = from && acts[from.dataset.act];
    if (!act) {
      if (!from) event.target.closest?.("#figures tbody tr")?.querySelector("a")?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (!NATIVE.has(from.dataset.act)) event.preventDefault();
    act(from, event);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#paper select.report")) return;
    now = null;
    send("open-report", { doc: event.target.value, quote: "" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("paper-open")) drawer(false);
    // Enter in a line of the figures' table opens its sentence; "/" goes to the question.
    if (event.key === "/" && !event.target.closest?.("input, textarea, select, dialog")) {
      event.preventDefault();
      tab("chat", "#box textarea", (box) => box.focus());
    }
  });
  // One question at a time: what is entered meanwhile stays in the box.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !busy() || !event.target.closest?.("#box")) return;
    if (event.target.matches("textarea")) event.preventDefault(), event.stopImmediatePropagation();
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("#filter")) filter();
    if (event.target.matches?.('#choice [type="search"]')) sift(event.target.value);
    if (event.target.matches?.("#choice [name]")) recount();
    if (event.target.matches?.("#box textarea") && !event.target.value) keep = null; // another one after all
  });

  // ---- Asking
  let keep = null; // how many turns stay, when an older question is asked anew
  let asked = false; // whether a question has been asked on this page
  let sent = false; // whether a question is on its way and not to be seen yet
  const busy = () => sent || $("#chat .pending") !== null;
  const failed = () => (sent = false);
  function ask(question, kept = null) {
    if (busy()) return;
    tab("chat");
    keep = null;
    asked = sent = true;
    told();
    send("do-ask", { question, keep: kept, reports: chosen() });
  }
  function typed(question) {
    asked = sent = true;
    told();
    const message = JSON.stringify({ question, keep, reports: chosen() });
    keep = null;
    return message;
  }
  function fill(selector, text) {
    const field = $(selector);
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
    setter.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
  // Go to a tab, and once something in it is to be seen, do something with it.
  function tab(name, selector, then) {
    const names = ["chat", "figures", "search"];
    const button = $$('#tabs [role="tab"]')[names.indexOf(name)];
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
    const shown = (tries) => {
      const element = $(selector);
      if (element?.offsetParent) then(element);
      else if (tries) requestAnimationFrame(() => shown(tries - 1));
    };
    if (selector) shown(100);
  }

  // ---- Which reports are asked: kept in this tab, and with each conversation; none chosen is all.
  let fell = ""; // what was chosen and is no longer there
  const chosen = () => JSON.parse(sessionStorage.getItem("huimou-reports") ?? "[]");
  const boxes = (kind) => $$(`#choice input${kind ? `[name="${kind}"]` : "[name]"}`);
  const picked = () => boxes().filter((box) => box.checked).map((box) => box.value);
  const named = (box) => box.nextElementSibling.textContent;
  function choose(list, gone = "") {
    sessionStorage.setItem("huimou-reports", JSON.stringify(list));
    beside({ reports: list });
    fell = gone;
    paintChoice();
  }
  // As Python does: of the years and of the places; and those by themselves. None where no report is of both.
  function covered(list) {
    const of = (kind) => boxes(kind).map((box) => box.value).filter((value) => list.includes(value));
    const years = of("year"), places = of("place"), singles = of("report");
    const both = (box) => (years.length || places.length)
      && (!years.length || years.includes(box.dataset.year))
      && (!places.length || places.includes(box.dataset.place));
    if ((years.length || places.length) && !boxes("report").some(both)) return [];
    return boxes("report").filter((box) => both(box) || singles.includes(box.value));
  }
  function paintChoice() {
    const which = $("#choosing .which");
    if (!which) return;
    const list = chosen(), of = words(), all = boxes("report").length, count = covered(list).length;
    const shown = boxes().filter((box) => list.includes(box.value));
    if (list.length && (shown.length < list.length || !count))
      return choose([], of.choice_gone.replace("{choice}", list.join(of.language === "en" ? ", " : "、")));
    const choice = shown.map(named).join(of.language === "en" ? ", " : "、");
    which.textContent = list.length
      ? of.choice_only.replace("{choice}", choice).replace("{count}", count) : of.choice_all.replace("{count}", all);
    which.parentElement.title = which.textContent;
    $("#choosing").classList.toggle("some", list.length > 0);
    $("#choosing .all").hidden = !list.length;
    $("#choosing .fell").textContent = fell;
    choices.takeRecords(); // this was our own doing
  }
  const choices = new MutationObserver(paintChoice);
  const told = () => fell && ((fell = ""), paintChoice());
  function openChoice() {
    const list = chosen();
    boxes().forEach((box) => (box.checked = list.includes(box.value)));
    $('#choice [type="search"]').value = "";
    sift("");
    recount();
    $("#choice").showModal();
  }
  function closeChoice() {
    if ($("#choice")?.open) $("#choice").close();
    $('#choosing [data-act="choose"]')?.focus({ preventScroll: true });
  }
  function recount() {
    const list = picked(), of = words(), here = covered(list);
    boxes("report").forEach((box) => box.parentElement.classList.toggle("in", here.includes(box)));
    $("#choice .count").textContent = !list.length ? of.choice_all.replace("{count}", boxes("report").length)
      : here.length ? of.choice_count.replace("{count}", here.length) : of.choice_none;
    $('#choice [data-act="choose-done"]').disabled = list.length > 0 && !here.length;
  }
  function sift(wanted) {
    for (const box of [...boxes("place"), ...boxes("report")])
      box.parentElement.hidden = !`${named(box)} ${box.dataset.place ?? ""}`.includes(wanted.trim());
  }

  // ---- Copying: what is read, not its markup
  function replyText(from) {
    const body = from.closest(".bot").querySelector(".said").cloneNode(true);
    $$("a.cite, .of, .source, .spoken, button", body).forEach((node) => node.remove());
    return [...body.children]
      .map((node) => (node.matches("ul") ? $$("li", node).map((item) => `· ${own(item)}`).join("\n") : node.textContent))
      .map((text) => text.trim()).filter(Boolean).join("\n");
  }
  const own = (item) => [...item.childNodes].filter((node) => node.nodeName !== "UL").map((node) => node.textContent).join("").trim();
  function sources(from) {
    const { answer, called } = turns()[turnOf(from) - 1];
    return (answer?.citations ?? [])
      .map((one, number) => ({ ...one, document: called?.[number] ?? one.document }))
      .map((one) => ({ ...one, section: one.section ? ` ${one.section}` : "" }))
      .map((one) => words().source.replace(/\{(\w+)\}/g, (_, name) => one[name]))
      .join("\n");
  }
  function copy(text, from) {
    // navigator.clipboard needs https or localhost; an office's http address is neither.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    say(from, words().copied);
  }
  function say(button, text) {
    const label = button.dataset.label ?? (button.dataset.label = button.textContent);
    button.textContent = text;
    setTimeout(() => (button.textContent = label), 1500);
    button.focus({ preventScroll: true });
  }

  // ---- Feedback
  let judged = null;
  let verdicts = {}; // of this conversation, by its replies
  const markOf = (reply) => `${reply.dataset.turn} ${reply.dataset.mark}`;
  function verdict(from, value, note) {
    send("do-feedback", { turn: turnOf(from), verdict: value, note });
    verdicts[markOf(from.closest(".bot"))] = value;
    beside({ verdicts });
    press();
    say(from, words().thanked);
  }
  // The conversation is drawn anew with every reply.
  function press() {
    for (const button of $$('#chat :is([data-act="useful"], [data-act="useless"])')) {
      const value = verdicts[markOf(button.closest(".bot"))];
      if (value) button.setAttribute("aria-pressed", String(button.dataset.act === value));
      else button.removeAttribute("aria-pressed");
    }
  }

  // ---- History: in this browser, under the name of whoever is logged in
  const user = () => $("#who textarea, #who input")?.value ?? "";
  const shelf = () => `huimou-conversations:${user()}`;
  const MOST = 30;
  const whole = (one) => typeof one?.id === "string" && typeof one.title === "string"
    && typeof one.turns === "string" && Number.isFinite(new Date(one.time).getTime());
  const stored = () => {
    try {
      const list = JSON.parse(localStorage.getItem(shelf()) ?? "[]");
      return Array.isArray(list) ? list.filter(whole) : [];
    } catch {
      return [];
    }
  };
  function store(list) {
    for (let most = MOST; most > 0; most = Math.floor(most / 2)) {
      try {
        localStorage.setItem(shelf(), JSON.stringify(list.slice(0, most)));
        return;
      } catch { /* full: keep fewer */ }
    }
  }
  // What is kept beside the turns of a conversation: the reports to ask, and verdicts.
  function beside(change) {
    const list = stored(), one = list.find((one) => one.id === sessionStorage.getItem("huimou-current"));
    if (one) Object.assign(one, change), store(list);
  }
  function recall({ reports, verdicts: kept }) {
    verdicts = kept && typeof kept === "object" ? { ...kept } : {};
    choose(Array.isArray(reports) ? reports.filter((one) => typeof one === "string") : []);
  }
  const remember = (id) => sessionStorage.setItem("huimou-current", id);
  const turns = () => JSON.parse($("#store textarea, #store input")?.value || "[]");
  function save(text) {
    sent = false;
    const list = JSON.parse(text || "[]");
    if (!list.length) return;
    let id = sessionStorage.getItem("huimou-current");
    if (!id) remember((id = `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`));
    const rest = stored().filter((one) => one.id !== id);
    store([{ id, title: list[0].question.slice(0, 60), time: Date.now(), turns: text, reports: chosen(), verdicts }, ...rest]);
  }
  function current() {
    if (asked) return remember(""), ""; // it was quicker than what was kept
    const id = sessionStorage.getItem("huimou-current"), found = stored().find((one) => one.id === id);
    if (found) recall(found);
    return found?.turns ?? ""; // nothing kept: what may be asked meanwhile is not wiped away by a new start
  }
  function listHistory() {
    const list = $("#history ol"), of = words(), format = new Intl.DateTimeFormat(of.language === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" });
    list.replaceChildren(...stored().map((one) => {
      const row = document.createElement("li");
      const pick = Object.assign(document.createElement("button"), { type: "button", className: "pick" });
      pick.dataset.act = "restore";
      pick.dataset.id = one.id;
      const title = Object.assign(document.createElement("span"), { textContent: one.title });
      const time = Object.assign(document.createElement("time"), { textContent: format.format(new Date(one.time)) });
      pick.append(title, time);
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "drop", textContent: of.delete });
      drop.dataset.act = "forget";
      drop.dataset.id = one.id;
      drop.setAttribute("aria-label", `${of.delete}：${one.title}`);
      row.append(pick, drop);
      return row;
    }));
    $("#history .none").hidden = list.children.length > 0;
    const all = $('#history [data-act="forget-all"]');
    all.hidden = !list.children.length;
    delete all.dataset.sure;
    all.textContent = of.delete_all;
  }

  // ---- The figures' table
  function sort(button) {
    const table = $("#figures table"), head = button.closest("th"), column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    $$("th", table).forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => {
      const cell = row.cells[column], number = cell.dataset.value;
      return number === undefined ? cell.textContent : number === "" ? -Infinity : +number;
    };
    const collator = new Intl.Collator("zh-CN", { numeric: true });
    const rows = $$("tbody tr", table).sort((a, b) => {
      const x = value(a), y = value(b);
      return (typeof x === "number" ? x - y : collator.compare(x, y)) * (down ? -1 : 1);
    });
    $("tbody", table).append(...rows);
  }
  function filter() {
    const table = $("#figures table");
    if (!table) return;
    const wanted = $("#filter").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    const rows = $$("tbody tr", table);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    $("#figures .none").hidden = shown > 0;
    $("#figures .count").textContent = words().figures_count.replace("{shown}", shown).replace("{all}", rows.length);
    renewals.takeRecords();
  }
  // Other rows have come, of another report or unit. The table is there only once its tab was opened.
  const renewals = new MutationObserver(
    (seen) => seen.some(({ target }) => $("#figures")?.contains(target)) && filter());

  // ---- A file made in Python, handed to the browser: no route of the server serves files.
  function download(text) {
    if (!text) return;
    const file = JSON.parse(text);
    const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    link.download = file.name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // ---- What comes in from Python is seen here: new replies are marked in the report and scrolled to.
  let before = 0;
  function changed() {
    sent = false;
    const last = $$("#chat .bot").at(-1);
    const count = $$("#chat .bot").length;
    const fresh = last?.matches(".fresh:not(.pending)");
    paint();
    press();
    const chat = $("#chat");
    // To the end, but never so far that the question and its short answer go out of sight.
    if (last && (count !== before || fresh)) {
      const top = $(`article.user[data-turn="${last.dataset.turn}"]`, chat) ?? last;
      chat.scrollTop += top.getBoundingClientRect().top - chat.getBoundingClientRect().top - 8;
    }
    before = count;
    if (!fresh) return;
    last.classList.remove("fresh");
    $("#announce").textContent = replyText(last);
    const first = last.querySelector("a.cite");
    if (first && !narrow.matches) open(place(first), first);
  }
  function begin() {
    const saved = localStorage.getItem("huimou-theme");
    if (saved) document.body.classList.toggle("dark", saved === "dark");
    document.documentElement.lang = words().language === "en" ? "en" : "zh-CN";
    document.title = words().title;
    new MutationObserver(changed).observe($("#chat"), { childList: true, subtree: true });
    const pane = { childList: true, characterData: true, subtree: true, attributeFilter: ["data-doc", "data-start"] };
    watcher.observe($("#paper .html-container"), pane);
    renewals.observe($("#tabs"), { childList: true, characterData: true, subtree: true });
    choices.observe($("#choosing"), { childList: true, subtree: true });
    changed();
    arrived();
    paintChoice();
  }
  function ready() {
    if ($("#words") && $("#chat") && $("#paper")) begin();
    else requestAnimationFrame(ready);
  }
  ready();

  return { take, turnsTaken: () => message.turns ?? "[]", typed, failed, opened, save, current, download };
})();
