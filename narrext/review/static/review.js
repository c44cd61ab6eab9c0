// The review page: every command waits for the one before it, and says that something is done only
// when the server has answered, which it does when the disk has it.

import { View, center, plain } from "../view/view.js";
import { Modes } from "./modes.js";

const LOW_SCORE = 0.8;
const BEHIND = "The page was behind: something changed elsewhere. It now shows what is on disk.";

class Review extends Modes {
  constructor(frame) {
    super();
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
    // nothing is decided of a claim that a chosen cell has taken the place of
    if (OF_CLAIM.has(act) && this.view.letGo()) return this.view.say(`Back at the claim. ${this.view.words(id)}`);
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
    const found = this.candidate(number);
    if (found) await this.tie(...found);
  }

  async do_takeAlso({ number }) {
    const found = this.candidate(number);
    if (found && await this.bear(...found)) this.leave();
  }

  // The cells and the formula of the candidate of that number.
  candidate(number) {
    const item = this.view.card(this.view.chosen ?? "")?.querySelector(`li[data-candidate="${number}"]`);
    if (!item) { this.notice(`There is no candidate ${number}.`, true); return null; }
    const cells = [...item.querySelectorAll("[data-other]")].map((link) => Number(link.dataset.other.slice(1)));
    return [cells, item.dataset.formula];
  }

  // Note that these cells bear the chosen claim out as well.
  async bear(cells, formula) {
    const id = this.view.chosen;
    const told = await this.send({ kind: "also", claim: id, cells, formula });
    if (told) this.view.say(`${told.changed.length ? "Noted" : "Nothing changed"}. ${this.view.words(id)}`);
    return told;
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
    if (button) this.command(this.taking(button.dataset.act), { number: button.dataset.candidate });
    if (cell && this.mode === "pick") { this.toggle(cell); cell.focus({ preventScroll: true }); }
  }

  key(event) {
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") { if (this.mode) this.leave(); else this.view.letGo(); if (typing) event.target.blur(); this.notice(""); return; }
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
    if (/^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.command(this.taking("take"), { number: event.key });
      return;
    }
    const act = ACTS.get(event.key);
    if (act) { event.preventDefault(); this.command(act); }
  }
}

const OF_CLAIM = new Set(["accept", "reject", "unsupported", "take", "split", "edit", "comment"]);
const MODELESS = new Set(["tiePicked", "takeAlso", "addMarked", "splitHere", "catchUp", "help"]);
const ACTS = new Map([
  ["a", "accept"], ["x", "reject"], ["u", "unsupported"], ["c", "correct"], ["o", "also"], ["e", "edit"], ["s", "split"], ["n", "add"],
  ["m", "comment"], ["z", "undo"], ["y", "redo"], ["Z", "redo"], ["h", "history"], ["j", "next"], ["ArrowRight", "next"],
  ["k", "previous"], ["ArrowLeft", "previous"], [".", "unreviewed"], ["!", "mismatch"], ["l", "low"], ["r", "release"],
  ["t", "tables"], ["f", "filter"], ["]", "after"], ["[", "before"], ["?", "help"],
]);

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
