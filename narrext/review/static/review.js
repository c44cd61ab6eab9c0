// The review page: every command waits for the one before it, and says that something is done only
// when the server has answered, which it does when the disk has it.

import { View, center, element, plain } from "../view/view.js";

const LOW_SCORE = 0.8;
const BEHIND = "The page was behind: something changed elsewhere. It now shows what is on disk.";

class Review {
  constructor(frame) {
    this.frame = frame;
    this.revision = Number(frame.dataset.revision);
    this.unclaimed = JSON.parse(frame.dataset.unclaimed);
    this.view = new View(frame, document.getElementById("said"));
    this.mode = null;
    this.queue = Promise.resolve();
    this.view.listeners.push((id) => history.replaceState(null, "", "#" + id));
    this.listen();
    this.begin();
  }

  begin() {
    const kept = sessionStorage.getItem("notice");
    sessionStorage.removeItem("notice");
    if (kept) this.notice(kept);
    const asked = decodeURIComponent(location.hash.slice(1));
    const first = this.view.card(asked) ? asked : this.todo()[0] ?? this.view.order[0];
    const cell = /^f\d+$/.test(asked) ? document.getElementById(asked) : null;
    if (first) this.view.select(first);
    if (cell) this.view.chooseCell(cell);
    if (cell) center(this.view.tables, cell);
    this.count();
  }

  // --- commands ---

  // Commands run one after another, each on the claim that is chosen when its turn comes.
  command(act, detail = {}) {
    this.queue = this.queue.then(() => this.run(act, detail)).catch((error) => this.notice(`This did not work: ${error.message}`));
    return this.queue;
  }

  run(act, detail) {
    const id = this.view.chosen;
    if (this.mode && !MODELESS.has(act)) this.leave();
    const own = this[`do_${act}`];
    if (own) return own.call(this, detail);
    if (!id) return this.notice("Choose a claim first.");
    return this.decide({ kind: act, claim: id });
  }

  async decide(action) {
    const told = await this.send(action);
    if (!told) return;
    const words = { accept: "Accepted", reject: "Rejected", unsupported: "Untied" }[action.kind];
    const next = this.after(this.todo(), this.view.chosen);
    if (next) {
      this.view.select(next, { say: false });
      this.view.say(`${words}. ${this.todo().length} to go. ${this.view.words(next)}`);
    } else this.finished(words);
  }

  finished(words) {
    const next = this.frame.dataset.after ? " Press ] for the next document." : "";
    this.view.say(`${words}. All claims are reviewed.${next}`);
    this.notice(`All ${this.view.order.length} claims are reviewed.${next}`, true);
  }

  todo() { return this.view.shown().filter((id) => this.view.card(id).dataset.status === "suggested"); }

  // The first of `ids` behind the chosen claim in reading order, from the top again where there is none.
  after(ids, id) {
    const place = this.view.order.indexOf(id);
    return ids.find((other) => this.view.order.indexOf(other) > place) ?? ids[0];
  }

  jump(test, none) {
    const ids = this.view.shown().filter((id) => test(this.view.card(id).dataset));
    const next = this.after(ids.filter((id) => id !== this.view.chosen), this.view.chosen) ?? ids[0];
    if (next) this.view.select(next);
    else this.view.say(none);
    if (!next) this.notice(none, true);
  }

  do_next() { this.view.step(1); }
  do_previous() { this.view.step(-1); }
  do_unreviewed() { this.jump((card) => card.status === "suggested", "Every claim is reviewed."); }
  do_mismatch() { this.jump((card) => card.verdict === "mismatch", "There is no mismatch."); }
  do_low() { this.jump((card) => card.status === "suggested" && card.verdict !== "unsupported" && Number(card.score) < LOW_SCORE, "No claim to review has a low score."); }
  do_release() { this.view.turn("release"); (this.view.marks(this.view.chosen ?? "")[0] ?? this.view.release).focus({ preventScroll: true }); }
  do_tables() { this.view.focusTables(); }
  do_filter() { document.querySelector("#filters select").focus(); }
  do_history() { location.href = this.frame.dataset.history; }
  do_after() { this.go(this.frame.dataset.after, "This is the last document."); }
  do_before() { this.go(this.frame.dataset.before, "This is the first document."); }
  do_help() { document.getElementById("help").showModal(); }
  go(address, none) { if (address) location.href = address; else this.notice(none, true); }

  async do_undo() { await this.back({ kind: "undo" }, "Undone"); }
  async do_redo() { await this.back({ kind: "redo" }, "Done again"); }
  async back(action, words) {
    const told = await this.send(action);
    if (!told) return;
    const id = told.changed.find((name) => this.view.card(name));
    if (id) this.view.select(id, { say: false });
    this.view.say(`${words}. ${id ? this.view.words(id) : ""}`);
  }

  async do_take({ number }) {
    const item = this.view.card(this.view.chosen ?? "")?.querySelector(`li[data-candidate="${number}"]`);
    if (!item) return this.notice(`There is no candidate ${number}.`, true);
    const cells = [...item.querySelectorAll("[data-other]")].map((link) => Number(link.dataset.other.slice(1)));
    await this.tie(cells, item.dataset.formula);
  }

  async tie(cells, formula) {
    const id = this.view.chosen;
    const told = await this.send({ kind: "correct", claim: id, cells, formula });
    if (told) { this.view.select(id, { say: false }); this.view.say(`Corrected. ${this.view.words(id)}`); }
    return told;
  }

  // --- writing ---

  async send(action) {
    let response, told;
    try {
      response = await fetch(this.frame.dataset.post, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ revision: this.revision, action }),
      });
      told = await response.json();
    } catch {
      this.notice("Not saved: the server does not answer. What was said to be on disk is there; start narrext review again and load its new address.");
      return null;
    }
    if (response.status === 409) return this.reload(told.error);
    if (!response.ok) { this.notice(told.error); return null; }
    this.notice("");
    this.revision = told.revision;
    this.unclaimed = told.unclaimed;
    this.apply(told.fragments);
    document.getElementById("saved").textContent = `step ${told.revision} on disk`;
    return told;
  }

  // Another tab was quicker: nothing is written over. The page is set anew and says what changed.
  reload(words) {
    sessionStorage.setItem("notice", words);
    location.reload();
    return new Promise(() => {});
  }

  apply(fragments) {
    for (const [id, markup] of Object.entries(fragments)) {
      const old = document.getElementById(id);
      if (!markup) { old?.remove(); continue; }
      const holder = document.createElement("template");
      holder.innerHTML = markup;
      const made = holder.content.firstElementChild;
      if (old) old.replaceWith(made);
      else this.view.cards.append(made);
    }
    this.view.index();
    this.view.dim();
    this.count();
    const chosen = this.view.chosen;
    if (this.view.card(chosen ?? "")) this.view.select(chosen, { scroll: false, say: false });
    else this.view.rest();
  }

  notice(words, gentle = false) {
    const box = document.getElementById("notice");
    box.hidden = !words;
    box.textContent = words;
    box.classList.toggle("gentle", gentle);
  }

  count() {
    const shown = this.view.shown().length, all = this.view.order.length;
    document.getElementById("shown").textContent = shown === all ? `${all} claims` : `${shown} of ${all} claims`;
  }

  // --- modes: choosing cells, adding, splitting ---

  enter(mode, ...parts) {
    this.mode = mode;
    const bar = document.getElementById("mode");
    bar.replaceChildren(...parts);
    bar.hidden = false;
    document.body.dataset.mode = mode;
  }

  leave() {
    this.mode = null;
    this.view.picking = false;
    document.getElementById("mode").hidden = true;
    delete document.body.dataset.mode;
    for (const cell of this.view.tables.querySelectorAll(".picked")) { cell.classList.remove("picked"); }
    if (this.view.chosen) this.view.select(this.view.chosen, { scroll: false, say: false });
  }

  saving(words, save) {
    const ok = element("button", "main", words), no = element("button", "", "Cancel");
    ok.append(" ", element("kbd", "", "Enter"));
    no.append(" ", element("kbd", "", "Esc"));
    ok.type = no.type = "button";
    ok.addEventListener("click", save);
    no.addEventListener("click", () => this.leave());
    const box = element("span", "buttons");
    box.append(ok, no);
    return box;
  }

  do_correct() {
    if (!this.view.chosen) return this.notice("Choose a claim first.");
    this.picked = [];
    this.view.picking = true;
    this.view.closeCellCard();
    const list = element("span", "picked-list");
    list.id = "picked";
    const formula = element("input");
    formula.setAttribute("list", "formulas");
    formula.setAttribute("aria-label", "Formula over the cells");
    formula.placeholder = "formula";
    formula.id = "picked-formula";
    this.enter("pick", element("b", "", "Cells "), list, formula, this.saving("Tie", () => this.command("tiePicked")));
    this.showPicked();
    this.view.focusTables();
    this.view.say("Choose cells: space takes one, Enter ties the claim to them, Escape leaves.");
  }

  toggle(cell) {
    const at = this.picked.indexOf(cell);
    if (at >= 0) this.picked.splice(at, 1);
    else if (this.picked.length < 8) this.picked.push(cell);
    this.showPicked();
  }

  showPicked() {
    this.view.light(this.picked.map((cell) => cell.id));
    for (const cell of this.picked) cell.classList.add("picked");
    const list = document.getElementById("picked");
    list.replaceChildren(...this.picked.map((cell, place) => {
      const item = element("span", "one");
      item.append(element("span", "letter", "abcdefgh"[place]), ` ${this.view.cellName(cell)} `, element("small", "", this.view.columnName(cell)));
      return item;
    }));
    if (!this.picked.length) list.textContent = "click them, or arrow keys and space";
    else this.view.say(list.textContent);
    this.view.draw();
  }

  async do_tiePicked() {
    const focused = document.activeElement;
    if (!this.picked.length && focused?.matches("td.cell")) this.picked.push(focused);
    if (!this.picked.length) return this.notice("Choose at least one cell.", true);
    const formula = document.getElementById("picked-formula").value;
    if (await this.tie(this.picked.map((cell) => Number(cell.id.slice(1))), formula)) this.leave();
  }

  do_add() {
    const range = selected(this.view.release);
    if (range) return this.addSpan(spanOf(range));
    if (!this.unclaimed.length) return this.notice("Select a number in the release first: every number that was found is claimed.", true);
    const chosen = this.view.card(this.view.chosen ?? "");
    const from = chosen ? Number(chosen.dataset.start) : 0;
    this.spot = Math.max(0, this.unclaimed.findIndex(([start]) => start >= from));
    this.enter("add", element("b", "", "New claim "), element("span", "", "← → another number, Shift → wider "), this.saving("Add", () => this.command("addMarked")));
    this.mark();
  }

  mark() {
    const [start, end] = this.unclaimed[this.spot];
    const range = rangeOf(this.view.release, start, end);
    if (!range) return;
    this.view.turn("release");
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    center(this.view.release, range.startContainer.parentElement, false, range.getBoundingClientRect());
    this.view.say(`${range.toString()}, number ${this.spot + 1} of ${this.unclaimed.length}`);
  }

  do_addMarked() {
    const range = selected(this.view.release);
    if (!range) return this.notice("Nothing is selected in the release.");
    return this.addSpan(spanOf(range));
  }

  async addSpan(span) {
    if (!span) return this.notice("Select within one paragraph of the release.");
    if (this.mode) this.leave();
    const told = await this.send({ kind: "add", start: span[0], end: span[1] });
    if (!told) return;
    getSelection().removeAllRanges();
    this.view.select(told.changed[0], { say: false });
    this.view.say(`Added. ${this.view.words(told.changed[0])}. Say what it measures.`);
    return this.do_edit();
  }

  do_split() {
    const id = this.view.chosen;
    if (!id) return this.notice("Choose a claim first.");
    const text = this.view.marks(id).map((mark) => mark.textContent).join("");
    this.cuts = [...text.matchAll(/\s+|(?<=\d)\s*[-–—]\s*(?=[\d$.])/g)].map((found) => found.index);
    if (!this.cuts.length) return this.notice("This claim is one word: there is nothing to split.", true);
    this.cut = 0;
    this.splitText = text;
    const parts = element("span", "split-text");
    parts.id = "split";
    this.enter("split", element("b", "", "Split "), parts, element("span", "", " ← → move "), this.saving("Split", () => this.command("splitHere")));
    this.showCut();
  }

  showCut() {
    const at = this.cuts[this.cut];
    const bar = element("span", "knife", "|");
    document.getElementById("split").replaceChildren(this.splitText.slice(0, at), bar, this.splitText.slice(at));
    this.view.say(`${this.splitText.slice(0, at)} and ${this.splitText.slice(at)}`);
  }

  async do_splitHere() {
    const id = this.view.chosen, start = Number(this.view.card(id).dataset.start);
    const at = start + [...this.splitText.slice(0, this.cuts[this.cut])].length;
    if (await this.send({ kind: "split", claim: id, at })) { this.leave(); this.view.say("Split in two."); }
  }

  // --- forms ---

  fields(id = this.view.chosen) { return JSON.parse(this.view.card(id ?? "")?.querySelector(".acts").dataset.fields ?? "null"); }

  do_edit() {
    const now = this.fields();
    if (!now) return this.notice("Choose a claim first.");
    const dialog = document.getElementById("edit"), form = dialog.querySelector("form");
    for (const input of form.elements) {
      if (!input.name) continue;
      if (input.type === "checkbox") input.checked = now[input.name];
      else input.value = input.name === "verdict" ? "" : now[input.name] ?? "";
    }
    dialog.showModal();
    form.elements.metric.select();
    return this.closed(dialog, () => this.saveEdit(form, now));
  }

  async saveEdit(form, now) {
    const fields = {};
    for (const input of form.elements) {
      if (!input.name) continue;
      const value = input.type === "checkbox" ? input.checked : input.value;
      if (input.name === "verdict" ? value : value !== (now[input.name] ?? "")) fields[input.name] = value;
    }
    if (!Object.keys(fields).length) return;
    const told = await this.send({ kind: "edit", claim: this.view.chosen, fields });
    if (told) this.view.say(`Edited. ${this.view.words(this.view.chosen)}`);
  }

  do_comment() {
    const now = this.fields();
    if (!now) return this.notice("Choose a claim first.");
    const dialog = document.getElementById("note"), words = dialog.querySelector("textarea");
    words.value = now.comment;
    dialog.showModal();
    return this.closed(dialog, async () => {
      if (words.value !== now.comment && await this.send({ kind: "comment", claim: this.view.chosen, comment: words.value })) this.view.say("Comment on disk.");
    });
  }

  // The queue waits while a dialog is open.
  closed(dialog, save) {
    dialog.returnValue = "";
    return new Promise((done) => dialog.addEventListener("close", async () => {
      if (dialog.returnValue === "save") await save();
      done();
    }, { once: true }));
  }

  // --- listening ---

  listen() {
    document.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.key(event));
    const filters = document.getElementById("filters");
    filters.addEventListener("input", () => this.filter(filters));
    filters.addEventListener("submit", (event) => { event.preventDefault(); this.view.step(0); });
    document.querySelector("#note textarea").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit(event.target.form.querySelector("[value=save]"));
    });
    const single = document.getElementById("single");
    single.checked = localStorage.getItem("narrext-keys") !== "off";
    single.addEventListener("change", () => localStorage.setItem("narrext-keys", single.checked ? "on" : "off"));
    document.querySelector(".keyrow").addEventListener("keydown", toolbar);
    addEventListener("focus", () => this.command("catchUp"));
  }

  // Back from another tab: what was written there is shown before anything is written here.
  async do_catchUp() {
    if (this.mode) return;
    const told = await fetch(this.frame.dataset.twin).then((r) => r.json()).catch(() => null);
    if (told && told.revision !== undefined && told.revision !== this.revision) await this.reload(BEHIND);
  }

  filter(form) {
    const { verdict, status, words } = Object.fromEntries(new FormData(form));
    const wanted = words.toLowerCase();
    this.view.filter = (card) => (!verdict || card.dataset.verdict === verdict) && (!status || card.dataset.status === status)
      && (!wanted || card.textContent.toLowerCase().includes(wanted));
    this.view.dim();
    this.count();
  }

  click(event) {
    const button = event.target.closest("button[data-act]"), cell = event.target.closest("td.cell");
    if (button) this.command(button.dataset.act, { number: button.dataset.candidate });
    if (cell && this.mode === "pick") { this.toggle(cell); cell.focus({ preventScroll: true }); }
  }

  key(event) {
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") { if (this.mode) this.leave(); if (typing) event.target.blur(); this.notice(""); return; }
    if (this.mode && this.modeKey(event, typing)) { event.preventDefault(); return; }
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && "zy".includes(event.key.toLowerCase())) {
      event.preventDefault();
      this.command(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
      return;
    }
    if (!plain(event) || localStorage.getItem("narrext-keys") === "off" && event.key !== "?") return;
    const grid = event.target.matches("td.cell, mark.claim, .keyrow button");
    if (event.key.startsWith("Arrow") && grid) return;
    if (/^[1-9]$/.test(event.key)) { event.preventDefault(); this.command("take", { number: event.key }); return; }
    const act = ACTS.get(event.key);
    if (act) { event.preventDefault(); this.command(act); }
  }

  // Whether a key belongs to what is being done.
  modeKey(event, typing) {
    if (event.target.closest("#mode button") && (event.key === "Enter" || event.key === " ")) return false;
    if (event.key === "Enter") { this.command({ pick: "tiePicked", add: "addMarked", split: "splitHere" }[this.mode]); return true; }
    if (typing) return false;
    if (this.mode === "pick" && event.key === " " && event.target.matches("td.cell")) { this.toggle(event.target); return true; }
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way || this.mode === "pick") return false;
    if (this.mode === "split") { this.cut = (this.cut + way + this.cuts.length) % this.cuts.length; this.showCut(); return true; }
    if (event.shiftKey) { getSelection().modify("extend", way > 0 ? "forward" : "backward", "word"); return true; }
    this.spot = (this.spot + way + this.unclaimed.length) % this.unclaimed.length;
    this.mark();
    return true;
  }
}

const MODELESS = new Set(["tiePicked", "addMarked", "splitHere", "catchUp", "help"]);
const ACTS = new Map([
  ["a", "accept"], ["x", "reject"], ["u", "unsupported"], ["c", "correct"], ["e", "edit"], ["s", "split"], ["n", "add"],
  ["m", "comment"], ["z", "undo"], ["y", "redo"], ["Z", "redo"], ["h", "history"], ["j", "next"], ["ArrowRight", "next"],
  ["k", "previous"], ["ArrowLeft", "previous"], [".", "unreviewed"], ["!", "mismatch"], ["l", "low"], ["r", "release"],
  ["t", "tables"], ["f", "filter"], ["]", "after"], ["[", "before"], ["?", "help"],
]);

// --- places in the text: offsets count characters (code points) of the release ---

function selected(pane) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return pane.contains(range.commonAncestorContainer) ? range : null;
}

function spanOf(range) {
  const block = blockOf(range.startContainer);
  if (!block || block !== blockOf(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(block.dataset.start) + [...before.toString()].length;
  return [start, start + [...range.toString()].length];
}

function blockOf(node) { return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".text[data-start]"); }

function rangeOf(pane, start, end) {
  const block = [...pane.querySelectorAll(".text[data-start]")].findLast((each) => Number(each.dataset.start) <= start);
  if (!block) return null;
  const range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = Number(block.dataset.start), begun = false;
  while (walker.nextNode()) {
    const letters = [...walker.currentNode.data], last = at + letters.length;
    const units = (count) => letters.slice(0, count).join("").length;
    if (!begun && start < last) { range.setStart(walker.currentNode, units(start - at)); begun = true; }
    if (begun && end <= last) { range.setEnd(walker.currentNode, units(end - at)); return range; }
    at = last;
  }
  return null;
}

function toolbar(event) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const next = buttons[(at + way + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

document.documentElement.classList.add("js");
window.review = new Review(document.getElementById("frame"));
