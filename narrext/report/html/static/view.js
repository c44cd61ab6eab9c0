// The release beside its tables: choosing a claim shows its cells, choosing a cell shows its claims.
// What a claim rests on is read from the page itself (data-cell of its card), so that whatever is set
// on the page anew needs only `index()` to be linked again.

export class View {
  constructor(root, said) {
    this.root = root;
    this.key = root.dataset.key ?? "";
    this.said = said;
    this.stage = root.querySelector(".stage");
    this.release = root.querySelector(".release");
    this.cards = root.querySelector(".cards");
    this.tables = root.querySelector(".tables");
    this.ties = root.querySelector(".ties");
    this.chosen = null;
    this.heldCell = null;
    this.filter = () => true;
    this.listeners = [];
    this.index();
    this.listen();
  }

  // --- what is on the page ---

  index() {
    this.order = [...this.cards.querySelectorAll(".card")]
      .sort((a, b) => a.dataset.start - b.dataset.start)
      .map((card) => card.dataset.claim);
    this.restsOn = new Map();
    for (const id of this.order) {
      for (const cell of this.cellsOf(id)) {
        if (!this.restsOn.has(cell)) this.restsOn.set(cell, []);
        this.restsOn.get(cell).push(id);
      }
    }
    for (const cell of this.tables.querySelectorAll("td.cell")) cell.classList.toggle("tied", this.restsOn.has(cell.id));
    this.roving();
  }

  card(id) { return document.getElementById(`${this.key}card-${id}`); }
  marks(id) { return [...this.release.querySelectorAll(`mark[data-claim="${CSS.escape(id)}"]`)]; }
  cellsOf(id) { return [...(this.card(id)?.querySelectorAll("[data-cell]") ?? [])].map((link) => link.dataset.cell); }
  shown() { return this.order.filter((id) => this.card(id) && this.filter(this.card(id))); }

  roving() {
    const marks = [...this.release.querySelectorAll("mark.claim")];
    const cells = [...this.tables.querySelectorAll("td.cell")];
    const first = marks.find((mark) => mark.dataset.claim === this.chosen) ?? marks[0];
    const lit = cells.find((cell) => cell.classList.contains("lit")) ?? cells[0];
    for (const mark of marks) mark.tabIndex = mark === first ? 0 : -1;
    for (const cell of cells) cell.tabIndex = cell === lit ? 0 : -1;
  }

  dim() {
    const shown = new Set(this.shown());
    for (const mark of this.release.querySelectorAll("mark.claim")) mark.classList.toggle("dim", !shown.has(mark.dataset.claim));
  }

  // --- choosing ---

  select(id, { scroll = true, focus = false, say = true } = {}) {
    if (!id || !this.card(id)) return;
    this.chosen = id;
    this.heldCell = null;
    this.closeCellCard();
    this.show(id, scroll);
    for (const mark of this.release.querySelectorAll("mark[aria-pressed]")) mark.removeAttribute("aria-pressed");
    for (const mark of this.marks(id)) mark.setAttribute("aria-pressed", "true");
    this.roving();
    if (focus) this.marks(id)[0]?.focus({ preventScroll: true });
    if (say) this.say(this.words(id));
    for (const listener of this.listeners) listener(id);
  }

  show(id, scroll) {
    this.cards.classList.add("choosing");
    for (const card of this.cards.querySelectorAll(".card.open")) card.classList.remove("open");
    this.card(id).classList.add("open");
    this.cards.scrollTop = 0;
    for (const mark of this.release.querySelectorAll("mark.chosen, mark.rests")) mark.classList.remove("chosen", "rests");
    for (const mark of this.marks(id)) mark.classList.add("chosen");
    this.light(this.cellsOf(id));
    if (scroll) {
      center(this.release, this.marks(id)[0]);
      const first = this.firstCell(id);
      if (first) center(this.tables, first);
    }
    this.draw();
  }

  firstCell(id) { return document.getElementById(this.cellsOf(id)[0] ?? ""); }

  light(ids) {
    for (const cell of this.tables.querySelectorAll(".lit, .held")) { cell.classList.remove("lit", "held"); delete cell.dataset.letter; cell.removeAttribute("aria-selected"); }
    ids.forEach((id, place) => {
      const cell = document.getElementById(id);
      if (!cell) return;
      cell.classList.add("lit");
      cell.setAttribute("aria-selected", "true");
      cell.closest("tr").classList.add("lit");
      if (ids.length > 1) cell.dataset.letter = (cell.dataset.letter ?? "") + "abcdefgh"[place];
    });
  }

  words(id) {
    const card = this.card(id);
    const text = card.querySelector("h3").textContent;
    const metric = card.querySelector("dd")?.textContent ?? "";
    return `${text}, ${metric}: ${card.dataset.verdict}${card.dataset.status ? ", " + card.dataset.status : ""}`;
  }

  say(words) { if (this.said) this.said.textContent = words; }

  // Shown while the pointer rests on a claim; what was chosen comes back when it leaves.
  peek(id) {
    if (id === this.peeked) return;
    this.peeked = id;
    for (const mark of this.release.querySelectorAll("mark.peek")) mark.classList.remove("peek");
    if (id === null) {
      if (this.chosen) this.show(this.chosen, false);
      else this.rest();
      return;
    }
    this.show(id, false);
    for (const mark of this.marks(id)) { mark.classList.remove("chosen"); mark.classList.add("peek"); }
  }

  rest() {
    this.cards.classList.remove("choosing", "celling");
    for (const card of this.cards.querySelectorAll(".card.open")) card.classList.remove("open");
    for (const mark of this.release.querySelectorAll("mark.chosen, mark.rests")) mark.classList.remove("chosen", "rests");
    this.light([]);
    this.draw();
  }

  step(by, among = this.shown()) {
    if (!among.length) return this.say("No claim is shown.");
    const at = among.indexOf(this.chosen);
    const place = this.order.indexOf(this.chosen);
    let next = at + by;
    if (at < 0) { // the chosen one is not among them: the nearest in reading order
      const later = among.findIndex((id) => this.order.indexOf(id) > place);
      next = by > 0 ? (later < 0 ? 0 : later) : (later <= 0 ? among.length - 1 : later - 1);
    }
    this.select(among[(next + among.length) % among.length]);
  }

  // --- cells ---

  chooseCell(cell) {
    this.heldCell = cell.id;
    const ids = this.restsOn.get(cell.id) ?? [];
    this.closeCellCard();
    for (const card of this.cards.querySelectorAll(".card.open")) card.classList.remove("open");
    for (const mark of this.release.querySelectorAll("mark.chosen, mark.rests")) mark.classList.remove("chosen", "rests");
    this.light([cell.id]);
    cell.classList.add("held");
    for (const id of ids) for (const mark of this.marks(id)) mark.classList.add("rests");
    this.cards.append(this.cellCard(cell, ids));
    this.cards.classList.add("celling");
    this.cards.scrollTop = 0;
    if (ids.length) center(this.release, this.marks(ids[0])[0]);
    this.say(`${this.cellName(cell)}: ${ids.length === 1 ? "1 claim rests" : ids.length + " claims rest"} on it`);
    this.roving();
    this.draw(ids);
  }

  cellName(cell) {
    const label = cell.closest("tr").querySelector("th")?.textContent ?? "";
    return `${label}, ${cell.textContent}`;
  }

  // What a cell's column is about, as read; every column has one field in that row.
  columnName(cell) {
    const fields = cell.closest("table").querySelectorAll(".read-as td:not(.corner)");
    return fields[cell.cellIndex - 1]?.textContent ?? "";
  }

  cellCard(cell, ids) {
    const box = element("div", "cell-card");
    const head = element("h3", "", this.cellName(cell));
    const about = element("p", "meta", `${[this.columnName(cell), cell.title].filter(Boolean).join(" · ")}. ${ids.length === 0 ? "No claim rests" : ids.length === 1 ? "One claim rests" : ids.length + " claims rest"} on this cell.`);
    const list = element("ul", "rest-on");
    for (const id of ids) {
      const item = element("li"), link = element("a");
      const badge = this.card(id).querySelector(".badge").cloneNode(true);
      link.href = `#${this.key}card-${id}`;
      link.dataset.select = id;
      link.append(badge, element("b", "", this.card(id).querySelector("h3").textContent), this.card(id).querySelector("dd")?.textContent ?? "");
      item.append(link);
      list.append(item);
    }
    box.append(head, about, list);
    return box;
  }

  closeCellCard() {
    this.cards.querySelector(".cell-card")?.remove();
    this.cards.classList.remove("celling");
  }

  // Back from a cell to the chosen claim; whether there was a way back to go.
  letGo() {
    if (!this.heldCell) return false;
    this.heldCell = null;
    this.closeCellCard();
    if (this.chosen) this.show(this.chosen, false);
    else this.rest();
    return true;
  }

  // Arrow keys inside the tables, by rows and columns of figures.
  moveCell(from, key) {
    const rows = [...this.tables.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]).filter((row) => row.some(isCell));
    const at = rows.findIndex((row) => row.includes(from));
    const column = rows[at].indexOf(from);
    let to = null;
    if (key === "ArrowLeft") to = rows[at].slice(0, column).reverse().find(isCell);
    if (key === "ArrowRight") to = rows[at].slice(column + 1).find(isCell);
    if (key === "ArrowDown") to = firstIn(rows.slice(at + 1), column);
    if (key === "ArrowUp") to = firstIn(rows.slice(0, at).reverse(), column);
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus({ preventScroll: true });
    center(this.tables, to, true);
  }

  focusTables() {
    this.turn("tables");
    const cell = this.tables.querySelector("td.cell[tabindex='0']");
    (cell ?? this.tables).focus({ preventScroll: true });
    if (cell) center(this.tables, cell, true);
  }

  // --- ties: lines from a claim's line to its cells' rows, in the gutter between the panes ---

  draw(ids = this.chosen || this.peeked ? [this.peeked ?? this.chosen] : []) {
    if (ids !== this.drawn) this.drawn = ids;
    this.ties.replaceChildren();
    if (getComputedStyle(this.ties).display === "none") return;
    const frame = this.stage.getBoundingClientRect();
    const left = this.release.getBoundingClientRect(), right = this.tables.getBoundingClientRect();
    const cells = [...this.tables.querySelectorAll("td.lit")];
    for (const id of ids) {
      const mark = this.marks(id)[0];
      if (!mark) continue;
      for (const cell of cells) this.tie(mark.getBoundingClientRect(), cell.getBoundingClientRect(), frame, left, right);
    }
  }

  tie(mark, cell, frame, left, right) {
    const from = clamp(mark.top + mark.height / 2, left.top + 6, left.bottom - 6);
    const to = clamp(cell.top + cell.height / 2, right.top + 6, right.bottom - 6);
    const away = from.out || to.out;
    const x1 = left.right - frame.left, x2 = right.left - frame.left, y1 = from.at - frame.top, y2 = to.at - frame.top;
    const bend = (x2 - x1) / 2;
    const path = vector("path", { d: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, class: away ? "away" : "" });
    this.ties.append(path, vector("circle", { cx: x1, cy: y1, r: 3 }), vector("circle", { cx: x2, cy: y2, r: 3 }));
  }

  // --- listening ---

  listen() {
    this.root.addEventListener("click", (event) => this.click(event));
    this.release.addEventListener("keydown", (event) => this.markKey(event));
    this.tables.addEventListener("keydown", (event) => this.cellKey(event));
    let timer = 0;
    this.release.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const mark = event.target.closest("mark.claim");
      clearTimeout(timer);
      timer = setTimeout(() => this.peek(mark ? mark.dataset.claim : null), 140);
    });
    this.release.addEventListener("pointerleave", () => { clearTimeout(timer); this.peek(null); });
    for (const pane of [this.release, this.tables]) pane.addEventListener("scroll", () => this.redraw(), { passive: true });
    addEventListener("resize", () => this.redraw());
    this.root.addEventListener("toggle", () => this.redraw(), true);
  }

  redraw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw(this.drawn));
  }

  click(event) {
    const mark = event.target.closest("mark.claim"), link = event.target.closest("[data-select]");
    const tied = event.target.closest("[data-cell], [data-other]"), cell = event.target.closest("td.cell"), tab = event.target.closest("[data-show]");
    if (mark && !String(getSelection())) this.select(mark.dataset.claim, { focus: true, scroll: false, tables: true });
    if (mark && this.firstCell(mark.dataset.claim)) center(this.tables, this.firstCell(mark.dataset.claim));
    if (link) { event.preventDefault(); this.select(link.dataset.select, { focus: true }); }
    if (tied) { event.preventDefault(); this.visit(document.getElementById(tied.dataset.cell ?? tied.dataset.other)); }
    if (cell && !this.picking) this.chooseCell(cell);
    if (tab && tab.closest(".tabs")) this.turn(tab.dataset.show);
  }

  visit(cell) {
    if (!cell) return;
    this.turn("tables");
    center(this.tables, cell);
    cell.focus({ preventScroll: true });
  }

  turn(pane) {
    this.stage.dataset.show = pane;
    for (const tab of this.root.querySelectorAll(".tabs [data-show]")) tab.setAttribute("aria-pressed", String(tab.dataset.show === pane));
    const target = pane === "tables" ? this.tables.querySelector("td.lit") : this.marks(this.chosen ?? "")[0];
    if (target) center(pane === "tables" ? this.tables : this.release, target);
  }

  markKey(event) {
    if (plain(event) && event.target.matches("mark.claim")) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.select(event.target.dataset.claim); }
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        event.preventDefault();
        this.step(event.key === "ArrowRight" ? 1 : -1);
        this.marks(this.chosen)[0]?.focus({ preventScroll: true });
      }
    }
  }

  cellKey(event) {
    if (!plain(event) || !event.target.matches("td.cell")) return;
    if (event.key.startsWith("Arrow")) { event.preventDefault(); this.moveCell(event.target, event.key); }
    if ((event.key === "Enter" || event.key === " ") && !this.picking) { event.preventDefault(); this.chooseCell(event.target); }
  }
}

export function plain(event) { return !event.ctrlKey && !event.metaKey && !event.altKey; }
export function element(tag, name = "", words = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words) made.textContent = words;
  return made;
}
function vector(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
function isCell(node) { return node.classList.contains("cell"); }
function firstIn(rows, column) {
  for (const row of rows) {
    const cell = row[column] && isCell(row[column]) ? row[column] : null;
    if (cell) return cell;
  }
  return null;
}
function clamp(at, low, high) { return { at: Math.min(Math.max(at, low), high), out: at < low || at > high }; }

// Scrolls inside a pane alone: scrollIntoView would also move the page on a small screen.
export function center(pane, target, nearest = false, place = null) {
  if (!target) return;
  const fold = target.closest("details:not([open])");
  if (fold) fold.open = true;
  const box = place ?? target.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (!frame.height) return;
  // the headings of a table stand still above its rows
  const covered = target.closest(".sheet")?.querySelector("thead").getBoundingClientRect().height ?? 0;
  const margin = nearest ? 24 : (frame.height - covered) * 0.15;
  const seen = box.top >= frame.top + covered + margin && box.bottom <= frame.bottom - margin;
  const stuck = target.closest("tr")?.querySelector("th")?.getBoundingClientRect().width ?? 0;
  const beside = !stuck || (box.left >= frame.left + stuck && box.right <= frame.right);
  // even where nothing has to move: a scroll that is still under way would carry it off again
  pane.scrollTo({
    top: seen ? pane.scrollTop : pane.scrollTop + box.top - frame.top - covered - (frame.height - covered) * 0.38,
    left: beside ? pane.scrollLeft : pane.scrollLeft + box.right - frame.right + (frame.width - stuck) / 3,
  });
}

// The report: every document on the page, with a few keys.
export function openAll() {
  document.documentElement.classList.add("js");
  const said = document.getElementById("said");
  const views = [...document.querySelectorAll(".document")].map((root) => new View(root, said));
  let active = views[0];
  for (const view of views) for (const kind of ["pointerdown", "focusin"]) view.root.addEventListener(kind, () => { active = view; });
  addEventListener("keydown", (event) => {
    if (!plain(event) || event.target.matches("input, select, textarea")) return;
    if (event.key === "j") active.step(1);
    if (event.key === "k") active.step(-1);
    if (event.key === "t") active.focusTables();
    if (event.key === "Escape") { active.chosen = null; active.rest(); active.closeCellCard(); }
  });
}
