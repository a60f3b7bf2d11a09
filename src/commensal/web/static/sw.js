// Keeps the shell of the page and one empty form, for when the server does not run. Never a page of the diary.
const SHELL = "commensal-shell-1";
const FILES = ["/offline", "/static/page.css", "/static/page.js", "/static/queue.js", "/static/icon.svg"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const others = (names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(others).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match("/offline")));
  else if (FILES.includes(path)) event.respondWith(fetch(request).catch(() => caches.match(path)));
});
