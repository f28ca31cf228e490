// What a device keeps of a form (app/typed.ts, app/typed-store.ts), without browser: when it comes back, when it is only offered,
// under which key it is sent, whose it is and for how long.
// Run with: node --test internal/web/assets/ts/typed.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, beforeEach, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-typed-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
execFileSync("go", ["tool", "esbuild", "--bundle", "--splitting", "--format=esm", "--log-level=warning", join(here, "app/typed.ts"), join(here, "app/typed-store.ts"), "--outdir=" + scratch, "--out-extension:.js=.mjs"], { cwd: here, stdio: "inherit" });
const { differences, keyFor, meet, over } = await import(pathToFileURL(join(scratch, "typed.mjs")).href);
const { forget, keep, typedBy } = await import(pathToFileURL(join(scratch, "typed-store.mjs")).href);

const typed = (more = {}) => ({ id: "1", form: "/obstacles#raise", tab: "t", path: "/obstacles/new", title: "Nêu", at: 1, fields: { body: "Thiếu" }, base: { body: "" }, names: {}, hidden: "", ...more });
const page = (shown, more = {}) => ({ shown, values: { ...shown, ...more.values }, moves: more.moves ?? new Set(), hidden: more.hidden ?? "", tab: more.tab ?? "t" });

test("after a reload it comes back by itself; in another tab it is offered", () => {
  assert.equal(meet(typed(), page({ body: "" })), "back");
  assert.equal(meet(typed(), page({ body: "" }, { tab: "u" })), "offer");
  assert.equal(meet(typed(), page({ body: "" }, { values: { body: "Thiếu" } })), "back", "the browser put it back already");
  assert.equal(meet(typed(), page({ body: "" }, { values: { body: "Khác" } })), "offer", "something else is typed already");
  assert.equal(meet(typed(), page({ body: "", tag: "" }, { values: { tag: "x" } })), "offer");
});

test("what the server changed is not written over unasked", () => {
  assert.equal(meet(typed(), page({ body: "Người khác viết" })), "other");
  assert.equal(meet(typed({ hidden: "version=1" }), page({ body: "" }, { hidden: "version=2" })), "other");
  assert.equal(meet(typed({ base: { body: "Cũ" } }), page({ body: "Cũ\n" })), "back", "a space at the end is no change");
  assert.equal(meet(typed({ fields: { time: "9:15" }, base: { time: "9:30" } }), page({ time: "9:31" }, { moves: new Set(["time"]) })), "back", "the hour of the page is another each time");
  assert.equal(meet(typed({ fields: { gone: "x" }, base: { gone: "" } }), page({ body: "" })), "back", "a field that is gone says nothing of the others");
});

test("a page that shows what was typed needs nothing put back", () => {
  assert.equal(meet(typed({ hidden: "version=1" }), page({ body: "Thiếu " }, { hidden: "version=2", tab: "u" })), "shown");
  assert.equal(meet(typed({ fields: { body: "Thiếu", tag: "x" } }), page({ body: "Thiếu", tag: "" })), "other");
});

test("only what differs from what the server had is kept", () => {
  assert.deepEqual(differences(page({ body: "", tag: "a" }, { values: { body: "Thiếu" } }), {}), { fields: { body: "Thiếu" }, base: { body: "" } });
  assert.deepEqual(differences(page({ body: "Thiếu" }), {}), { fields: {}, base: {} });
  assert.deepEqual(differences(page({ body: "Thiếu" }), { body: "" }), { fields: { body: "Thiếu" }, base: { body: "" } }, "a refused page shows it, the server has it not");
  assert.deepEqual(differences(page({ body: "Cũ" }, { values: { body: "" } }), {}), { fields: { body: "" }, base: { body: "Cũ" } }, "also what was emptied");
});

test("the same content goes under the same key, other content never under a used one", () => {
  let n = 0;
  const fresh = () => "fresh" + ++n;
  assert.equal(keyFor(undefined, "a", "page", fresh), "page");
  assert.equal(keyFor({ key: "page", what: "a" }, "a", "page", fresh), "page");
  assert.equal(keyFor({ key: "first", what: "a" }, "a", "page", fresh), "first", "also on a page made later");
  assert.equal(keyFor({ key: "page", what: "a" }, "b", "page", fresh), "fresh1");
  assert.equal(keyFor({ key: "fresh1", what: "b" }, "a", "page", fresh), "fresh2", "the page's key may have been used for the first try");
});

class Shelf {
  setItem(name, text) {
    if (this.full) throw new Error("full");
    this[name] = text;
  }
  getItem(name) {
    return this[name] ?? null;
  }
  removeItem(name) {
    delete this[name];
  }
}
Object.defineProperty(Shelf.prototype, "full", { value: false, writable: true, enumerable: false });

beforeEach(() => {
  globalThis.localStorage = new Shelf();
});

test("an account finds what it typed, the newest first, and nothing of another's", () => {
  const now = 40 * 86_400_000;
  assert.ok(keep("1", typed({ id: "a", at: now - 2 })));
  keep("1", typed({ id: "b", at: now - 1 }));
  keep("11", typed({ id: "c", at: now }));
  assert.deepEqual(typedBy("1", now).map((one) => one.id), ["b", "a"]);
  assert.deepEqual(typedBy("11", now).map((one) => one.id), ["c"]);
  assert.deepEqual(typedBy("2", now), []);
  forget("1", { id: "b" });
  assert.deepEqual(typedBy("1", now).map((one) => one.id), ["a"]);
});

test("after thirty days it goes, whosever it is; what is no record goes at once, what is another's stays", () => {
  const day = 86_400_000;
  keep("1", typed({ id: "a", at: 0 }));
  keep("2", typed({ id: "b", at: 5 * day }));
  localStorage.setItem("giaoban:form:1:x", "{");
  localStorage.setItem("giaoban:kept:1", "5");
  assert.equal(over(typed({ at: 0 }), 30 * day), false);
  assert.deepEqual(typedBy("2", 31 * day).map((one) => one.id), ["b"]);
  assert.deepEqual(Object.keys(localStorage).sort(), ["giaoban:form:2:b", "giaoban:kept:1"]);
  assert.ok(over(typed({ at: 90 * day }), day), "a clock that ran ahead does not keep it for ever");
});

test("a browser that keeps nothing is no fault", () => {
  Shelf.prototype.full = true;
  assert.equal(keep("1", typed()), false);
  Shelf.prototype.full = false;
  globalThis.localStorage = undefined;
  assert.equal(keep("1", typed()), false);
  assert.deepEqual(typedBy("1"), []);
  forget("1", { id: "1" });
});
