// What a device keeps of a draft (entry/kept.ts), without browser: two desks, lost answers, clashes; nothing is ever lost.
// Run with: node --test internal/web/assets/ts/kept.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-kept-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
const out = join(scratch, "kept.mjs");
execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", join(here, "entry/kept.ts"), "--outfile=" + out], { cwd: here, stdio: "inherit" });
const { count, done, fresh, heard, late, next, put, refused, seen, settle, strangers, unsent } = await import(pathToFileURL(out).href);

const typed = (k, field, text, base = 1) => put(k, field, text, base, 1);

test("what is typed while a batch is under way goes with the next, on the version that the first made", () => {
  let k = next(typed(fresh("a", "f"), "A2", "1"), "k1");
  k = typed(k, "A2", "12");
  assert.equal(next(k, "k2").sending.key, "k1", "a batch without an answer is sent again as it is");
  k = done(k, "k1", { version: 2, clock: "" });
  assert.deepEqual(k.waiting, { A2: { text: "12", base: 2 } });
  k = done(next(k, "k2"), "k2", { version: 3, clock: "" });
  assert.equal(count(k), 0);
  assert.deepEqual(k.known, { A2: { text: "12", version: 3 } });
  assert.equal(done(k, "k2", { version: 9, clock: "" }), k, "an answer counts once");
});

test("what is typed in the moment in which the last text of the same page is saved is no clash with oneself", () => {
  const k = done(next(typed(fresh("a", "f"), "A2", "x"), "k1"), "k1", { version: 5, clock: "" });
  assert.equal(put(k, "A2", "", 1, 2, "x").waiting.A2.base, 5, "the page had put what was saved");
  assert.equal(put(k, "A2", "", 1, 2, "y").waiting.A2.base, 1, "another text stands there by now: the server tells the clash");
  assert.equal(put(k, "A2", "", 1, 2).waiting.A2.base, 1);
  assert.equal(put(typed(k, "A2", "z", 4), "A2", "", 1, 2, "x").waiting.A2.base, 4, "what waits keeps its base");
});

test("what others wrote is known where the field was not touched, and a clash where it was", () => {
  let k = typed(fresh("a", "f"), "A2", "400");
  k = heard(k, 1, [{ field: "A2", text: "412", version: 4 }, { field: "A3", text: "7", version: 3 }, { field: "A4", text: "old", version: 1 }]);
  assert.deepEqual(k.known, { A3: { text: "7", version: 3 } }, "the page shows A4 already");
  assert.deepEqual(k.waiting, { A2: { text: "400", base: 1 } }, "sent on the version that was seen: the server tells the clash");
  k = typed(k, "A3", "8", k.known.A3.version);
  assert.equal(k.waiting.A3.base, 3, "who changes what arrived has seen it");
  assert.equal(heard(k, 1, [{ field: "A3", text: "9", version: 5 }]).known.A3.text, "7");
});

test("a clash keeps both texts until it is settled", () => {
  let k = done(next(typed(typed(fresh("a", "f"), "A2", "400"), "A3", "609"), "k"), "k", { version: 5, clock: "", conflicts: [{ field: "A2", text: "412", name: "Ngân", clock: "9:00" }] });
  assert.deepEqual(k.clashes, { A2: { mine: "400", theirs: "412", name: "Ngân", at: "9:00", version: 5 } });
  assert.deepEqual(unsent(k), { A2: "400" });
  assert.deepEqual(settle(k, "A2", null, 2).clashes, {});
  assert.equal(count(settle(k, "A2", null, 2)), 0);
  assert.deepEqual(settle(k, "A2", "400", 2).waiting, { A2: { text: "400", base: 5 } });
  assert.deepEqual(typed(k, "A2", "406").waiting, { A2: { text: "406", base: 5 } }, "who types has seen the other's");
  k = typed(next(typed(fresh("a", "f"), "A2", "4"), "k"), "A2", "40");
  k = done(k, "k", { version: 5, clock: "", conflicts: [{ field: "A2", text: "412", name: "Ngân" }] });
  assert.equal(k.clashes.A2.mine, "40", "the newest of mine");
  k = done(next(typed(fresh("a", "f"), "A2", "412"), "k"), "k", { version: 5, clock: "", conflicts: [{ field: "A2", text: "412", name: "Ngân" }] });
  assert.equal(count(k), 0, "the same text is no clash");
});

test("a page made later needs no reminder of what was saved; one made before does", () => {
  const k = done(next(typed(fresh("a", "f"), "A2", "1"), "k"), "k", { version: 4, clock: "" });
  assert.deepEqual(seen(k, 4).known, {});
  assert.deepEqual(seen(k, 3).known, { A2: { text: "1", version: 4 } });
});

test("fields that a new form lacks are shown, the others go on", () => {
  const k = next(typed(typed(fresh("a", "f"), "A2", "1"), "Z9", "lạ"), "k");
  const { kept, strange } = strangers(typed(k, "Z8", "cũng lạ"), (field) => field.startsWith("A"));
  assert.deepEqual(strange, { Z9: "lạ", Z8: "cũng lạ" });
  assert.deepEqual(unsent(kept), { A2: "1" });
});

test("two desks, any order of typing, sending, lost answers: every text that was typed last is on the server or on its device", () => {
  let seed = 11;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round++) {
    const server = { version: 1, fields: {}, answers: new Map() };
    const desks = [0, 1].map((name) => ({ name, k: fresh(String(name), "f"), page: 1, last: {} }));
    const take = (desk) => { // as the server merges: report.merge and a key that answers once
      const batch = desk.k.sending;
      if (server.answers.has(batch.key)) return server.answers.get(batch.key);
      const conflicts = [];
      const changed = [];
      for (const [field, one] of Object.entries(batch.fields)) {
        const there = server.fields[field];
        if (there?.text === one.text) continue;
        if (there && there.version > one.base) conflicts.push({ field, text: there.text, name: String(there.by) });
        else changed.push([field, one.text]);
      }
      if (changed.length > 0) server.version++;
      for (const [field, text] of changed) {
        const there = server.fields[field];
        // Nobody's text is written over by one who has not seen it.
        if (there && there.by !== desk.name) assert.ok(batch.fields[field].base >= there.version);
        server.fields[field] = { text, version: server.version, by: desk.name };
      }
      const answer = { version: server.version, clock: "", conflicts };
      server.answers.set(batch.key, answer);
      return answer;
    };
    for (let step = 0; step < 40; step++) {
      const desk = desks[random(2)];
      const field = ["A", "B", "C"][random(3)];
      const act = random(5);
      if (act < 2) {
        const text = `${desk.name}.${step}`;
        desk.k = put(desk.k, field, text, desk.k.known[field]?.version ?? desk.page, step);
        desk.last[field] = text;
      } else if (act < 4) {
        desk.k = next(desk.k, `${round}.${desk.name}.${step}`);
        if (!desk.k.sending) continue;
        const answer = take(desk);
        if (random(3) > 0) desk.k = done(desk.k, desk.k.sending.key, answer); // else the answer was lost
      } else if (desk.k.clashes[field]) {
        const theirs = random(2) === 0;
        if (theirs) delete desk.last[field];
        desk.k = settle(desk.k, field, theirs ? null : desk.k.clashes[field].mine, step);
      }
    }
    for (const desk of desks) {
      for (const [field, text] of Object.entries(desk.last)) {
        const there = server.fields[field];
        const here = unsent(desk.k)[field] === text;
        // Not here: it reached the server, where only one who saw it may have changed it since.
        assert.ok(here || there?.text === text || there.version > (desk.k.known[field]?.version ?? 0), JSON.stringify({ round, field, text, there, k: desk.k }));
      }
    }
  }
});

test("the last keys of a page that went come back once, and not where they are known", () => {
  const last = { A2: { text: "12", base: 3 }, N1: { text: "mới", base: 3 } };
  let k = late(fresh("a", "f"), last, 1);
  assert.deepEqual(k.waiting, last);
  assert.deepEqual(late(k, last, 1), k, "the store had them after all");
  k = done(next(k, "k1"), "k1", { version: 4, clock: "" });
  assert.deepEqual(late(k, last, 1), k, "the server has them");
  k = late(heard(fresh("a", "f"), 3, [{ field: "A2", text: "13", version: 5 }]), { A2: last.A2 }, 1);
  assert.equal(k.waiting.A2.base, 3, "another wrote meanwhile: the server tells the clash");
});

test("a batch that is refused does not hold up what is typed after it", () => {
  let k = next(typed(typed(fresh("a", "f"), "A2", "x".repeat(300)), "A3", "7"), "k1");
  k = typed(k, "A4", "9");
  k = refused(k, "k1", "Dài quá");
  assert.equal(k.stuck, "Dài quá");
  k = next(typed(k, "A2", "412"), "k2");
  assert.deepEqual(k.sending, { key: "k2", fields: { A2: { text: "412", base: 1 }, A3: { text: "7", base: 1 }, A4: { text: "9", base: 1 } } }, "mended, with all the rest");
  assert.equal(k.stuck, "");
  assert.equal(refused(k, "k1", "late"), k, "another tab was told first");
});

test("a device without room: the page keeps what is typed, sends it, and stores it as soon as there is room", async () => {
  const fake = join(scratch, "fake-idb.mjs");
  writeFileSync(fake, `export const rows = new Map(); export const room = { left: true };
    const id = (key) => JSON.stringify(key);
    export const openDB = async () => ({ transaction: () => ({ done: Promise.resolve(), store: {
      get: async (key) => rows.get(id(key)), delete: async (key) => void rows.delete(id(key)),
      put: async (one) => { if (!room.left) throw new Error("QuotaExceededError"); rows.set(id([one.account, one.filing]), one); } } }) });`);
  const bundle = join(scratch, "store.mjs"), entry = join(here, "entry");
  execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", "--alias:idb=" + fake, "--outfile=" + bundle], {
    cwd: here, stdio: ["pipe", "inherit", "inherit"], input: `export * from "${entry}/store"; export { room, rows } from "idb";`,
  });
  const { change, homeless, room, rows } = await import(pathToFileURL(bundle).href);
  const type = (field, text) => change("a", "f", (k) => typed(k, field, text));
  await type("A2", "1");
  room.left = false;
  await type("A3", "2");
  const kept = await type("A4", "3");
  assert.deepEqual(unsent(kept), { A2: "1", A3: "2", A4: "3" });
  assert.equal(homeless("a", "f"), true);
  const sent = await change("a", "f", (k) => next(k, "k"));
  assert.deepEqual(Object.keys(sent.sending.fields), ["A2", "A3", "A4"], "it goes to the server nevertheless");
  room.left = true;
  await type("A5", "4");
  assert.equal(homeless("a", "f"), false);
  assert.deepEqual(unsent([...rows.values()][0]), { A2: "1", A3: "2", A4: "3", A5: "4" });
});
