// What was tapped while the page could not be reached waits here, on this device, until it is safe in the diary.

const open = () =>
  new Promise((done, fail) => {
    const asked = indexedDB.open("commensal", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("writings", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

const within = async (mode, work) => {
  const base = await open();
  try {
    return await new Promise((done, fail) => {
      const deal = base.transaction("writings", mode);
      const asked = work(deal.objectStore("writings"));
      deal.oncomplete = () => done(asked && asked.result);
      deal.onabort = deal.onerror = () => fail(deal.error);
    });
  } finally {
    base.close();
  }
};

// Also where the page has no secure context, and so no crypto.randomUUID.
export const newId = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

export const waiting = () => within("readonly", (store) => store.getAll());

const forgetSame = (sent) =>
  within("readwrite", (store) => {
    for (const { id, revision } of sent) {
      const asked = store.get(id);
      asked.onsuccess = () => asked.result && asked.result.revision === revision && store.delete(id);
    }
  });

// One row of one day is one writing: pressed again, it gets a new revision, always a larger one.
export const keep = async (writing) => {
  const same = (one) => "what" in writing && one.what === writing.what && one.day === writing.day;
  const before = (await waiting()).find(same);
  const revision = Math.max(Date.now(), before ? before.revision + 1 : 0);
  const id = before ? before.id : writing.id || newId();
  const utc_offset_min = -new Date().getTimezoneOffset();
  await within("readwrite", (store) => store.put({ ...writing, id, revision, utc_offset_min }));
};

let sending = null;

const sendAll = async () => {
  let told = null;
  for (;;) {
    const writings = (await waiting()).filter((one) => !one.why).slice(0, 400);
    if (!writings.length) return told;
    const answer = await fetch("/api/writings", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ writings }),
    });
    if (!answer.ok) return told; // not let in, or not understood: everything stays here
    told = await answer.json();
    await forgetSame(told.kept);
    for (const { id, why } of told.refused) {
      const one = writings.find((writing) => writing.id === id);
      await within("readwrite", (store) => store.put({ ...one, why }));
    }
    if (told.is_emergency) return told;
  }
};

// Gives the last answer of the page, or null where nothing was sent.
export const send = () => {
  sending ||= sendAll()
    .catch(() => null)
    .finally(() => (sending = null));
  return sending;
};
