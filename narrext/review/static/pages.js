// History and adjudication: one button or key, one write; the page is loaded anew when the disk has it.

const list = document.getElementById("steps") ?? document.getElementById("disputes");
const said = document.getElementById("said");

async function send(body) {
  let response, told;
  try {
    response = await fetch(list.dataset.post, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ revision: Number(list.dataset.revision), ...body }),
    });
    told = await response.json();
  } catch {
    return notice("Not saved: the server does not answer.");
  }
  if (response.status === 409) sessionStorage.setItem("notice", told.error);
  else if (!response.ok) return notice(told.error);
  location.reload();
}

function notice(words) {
  const box = document.getElementById("notice");
  box.hidden = !words;
  box.textContent = words;
}

function items() { return [...document.querySelectorAll("#disputes > li[data-key]")]; }

function move(to) {
  if (!to) return;
  for (const item of items()) item.classList.toggle("chosen", item === to);
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
  said.textContent = to.querySelector("h2").textContent;
}

function decide(item, choice) {
  const rest = items();
  const next = rest.slice(rest.indexOf(item) + 1).find((each) => !each.classList.contains("decided"));
  sessionStorage.setItem("dispute", (next ?? item).dataset.key);
  send({ choice, key: item.dataset.key, first: list.dataset.first, second: list.dataset.second });
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (localStorage.getItem("narrext-keys") === "off") return;
  const all = items(), at = all.findIndex((item) => item.classList.contains("chosen"));
  const choice = { 1: "first", 2: "second", 0: "neither" }[event.key];
  if (choice && at >= 0) decide(all[at], choice);
  else if (event.key === "j") move(all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "k") move(all[Math.max(at - 1, 0)]);
  else if (event.key === "z") send({ choice: "undo", first: list.dataset.first, second: list.dataset.second });
}

if (list) {
  const kept = sessionStorage.getItem("notice");
  sessionStorage.removeItem("notice");
  if (kept) notice(kept);
  list.addEventListener("click", (event) => {
    const undo = event.target.closest("[data-undo]"), choice = event.target.closest("[data-choice]");
    if (undo) send({ action: { kind: "undo", number: Number(undo.dataset.undo) } });
    if (choice) decide(choice.closest("li[data-key]"), choice.dataset.choice);
  });
}
if (list?.id === "disputes") {
  document.addEventListener("keydown", key);
  const wanted = sessionStorage.getItem("dispute");
  const all = items();
  move(all.find((item) => item.dataset.key === wanted) ?? all.find((item) => !item.classList.contains("decided")) ?? all[0]);
}
