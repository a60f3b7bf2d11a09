// Every form works without this. With it, a press changes only the part of the page that it is about, and what is
// pressed while the page cannot be reached is kept on this device and sent when it is back.
import { keep, newId, send, waiting } from "/static/queue.js";

const said = (name) => document.querySelector(`meta[name="words-${name}"]`)?.content ?? "";
let last = Promise.resolve();

const sayInDock = (text) => {
  const place = document.getElementById("undo");
  if (!place) return;
  place.classList.remove("empty");
  const line = place.querySelector("[role=status]") ?? place.insertBefore(document.createElement("p"), place.firstChild);
  line.setAttribute("role", "status");
  line.textContent = text;
};

const sayWaiting = async () => {
  const all = await waiting();
  if (all.length) sayInDock(said(all.some((one) => one.why) ? "refused" : "kept-here").replace("#", all.length));
};

// The button in `within` that stands for the one that was pressed, so that the keyboard stays where it was.
const twin = (within, old) =>
  old && [...within.querySelectorAll(old.localName)].find((one) => one.name === old.name && one.value === old.value);

const swapParts = (fresh) => {
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const there = document.getElementById(part.id);
    if (!there || there.isEqualNode(part)) continue;
    const focused = there.contains(document.activeElement) ? document.activeElement : null;
    const opened = [...there.querySelectorAll("details")].map((one) => one.open);
    const isNew = document.importNode(part, true);
    isNew.querySelectorAll("details").forEach((one, place) => (one.open ||= opened[place] ?? false));
    there.replaceWith(isNew);
    if (focused) (twin(isNew, focused) ?? isNew.querySelector("button, summary, a") ?? document.body).focus();
  }
};

// What a form answers with instead of coming back: chips to look at, help, or what went wrong. Back leads back.
let isSwapped = false;
const swapAll = (fresh) => {
  isSwapped = true;
  history.pushState(null, "", location.pathname);
  document.title = fresh.title;
  document.getElementById("undo")?.replaceWith(document.importNode(fresh.getElementById("undo"), true));
  document.querySelector("main").replaceWith(document.importNode(fresh.querySelector("main"), true));
  const main = document.querySelector("main");
  (main.querySelector("[autofocus]") ?? main).focus();
  scrollTo(0, 0);
};

const keepHere = async (form, fields) => {
  const day = fields.get("day");
  // on the tour nothing is written, neither now nor later
  const kind = document.querySelector("form[action='/tour/end']") ? "" : form.dataset.tap;
  if (kind === "number") await keep({ day, what: fields.get("what"), value: Number(fields.get("value")) });
  else if (kind === "words" && fields.get("text").trim()) await keep({ day, id: fields.get("stamp"), text: fields.get("text") });
  else if (kind === "usual") await keep({ day, id: fields.get("stamp"), text: said("usual") });
  else return sayInDock(said("not-reached"));
  if (kind === "number")
    for (const one of form.querySelectorAll("button[name=value]"))
      one.setAttribute("aria-pressed", String(one.value === fields.get("value")));
  if (kind === "words") {
    form.reset();
    form.elements.stamp.value = newId(); // the next sentence is another one
  }
  await sayWaiting();
};

const press = async (form, path, fields) => {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  } catch {
    return keepHere(form, fields);
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isSame = answer.redirected && new URL(answer.url).pathname === location.pathname;
  if (isSame && document.querySelector("main").className === fresh.querySelector("main").className) swapParts(fresh);
  else if (answer.redirected) location.assign(answer.url);
  else swapAll(fresh);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-tap]")) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const path = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  last = last.then(() => press(form, path, fields)).catch(() => sayInDock(said("not-reached")));
});

const sendWaiting = async () => {
  const told = await send();
  if (told?.is_emergency) location.assign("/help");
  else if (told?.kept.length && location.pathname === "/offline") location.assign("/");
  else if (told?.kept.length) swapParts(new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html"));
  await sayWaiting();
};

// a link to a place on this page is no way back: only what was swapped has to be asked for again
addEventListener("popstate", () => isSwapped && location.reload());
addEventListener("online", sendWaiting);
setInterval(async () => (await waiting()).length && sendWaiting(), 15000);
sendWaiting();

// The form that knows nothing of anybody is for today, by the clock of this device.
const now = new Date();
const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
for (const field of document.querySelectorAll("input[data-today]")) field.value = today;
for (const field of document.querySelectorAll("input[data-stamp]")) field.value = newId();

if (navigator.serviceWorker && location.pathname !== "/enter") navigator.serviceWorker.register("/sw.js").catch(() => {});
