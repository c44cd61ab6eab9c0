// What takes several keys: choosing cells, marking a new claim, splitting one. Each shows a bar of its own
// above the keys until it is saved or left.

import { center, element } from "../view/view.js";
import { rangeOf, selected, spanOf } from "./places.js";

export class Modes {
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

  do_correct() { this.pick("Cells ", "Tie", "Choose cells: space takes one, Enter ties the claim to them, Escape leaves.", false); }
  do_also() { this.pick("Or ", "Note", "What bears the claim out as well? A candidate’s number, or cells: space takes one, Enter notes them.", true); }

  pick(name, verb, help, also) {
    if (!this.view.chosen) return this.notice("Choose a claim first.");
    this.also = also;
    this.picked = [];
    this.view.picking = true;
    this.view.letGo();
    const list = element("span", "picked-list");
    list.id = "picked";
    const formula = element("input");
    formula.setAttribute("list", "formulas");
    formula.setAttribute("aria-label", "Formula over the cells");
    formula.placeholder = "formula";
    formula.id = "picked-formula";
    this.enter("pick", element("b", "", name), list, formula, this.saving(verb, () => this.command("tiePicked")));
    this.showPicked();
    this.view.focusTables();
    this.view.say(help);
  }

  // Taking a candidate, where other cells are being noted, notes it.
  taking(act) { return act === "take" && this.mode === "pick" && this.also ? "takeAlso" : act; }

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
    if (!this.picked.length) list.textContent = `${this.also ? "a candidate’s number; or " : ""}click them, or arrow keys and space`;
    else this.view.say(list.textContent);
    this.view.draw();
  }

  async do_tiePicked() {
    const focused = document.activeElement;
    if (!this.picked.length && focused?.matches("td.cell")) this.picked.push(focused);
    if (!this.picked.length) return this.notice("Choose at least one cell.", true);
    const formula = document.getElementById("picked-formula").value;
    const cells = this.picked.map((cell) => Number(cell.id.slice(1)));
    if (await (this.also ? this.bear(cells, formula) : this.tie(cells, formula))) this.leave();
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
