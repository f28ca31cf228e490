// One running program and one browser for the whole of a scenario: the steps build on
// one another, as they did in 2021. S0's organisation stands here; the others bring their own.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, signIn, start, watch } from '../lib.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), 'organisation.json');

export const desks = {
  office: 'coc.vanphong', // COC's office, also the conference's secretary
  chair: 'coc.chutri', // Nguyễn Thanh Bình
  specialist: 'tinh.chuyenvien', // of POB; also its editor and technician
  head: 'tinh.truongban', // Phan Xuân Toàn
  specialistB: 'tinhb.chuyenvien',
  headB: 'tinhb.truongban',
};

export class World {
  pages = new Map();
  seen = {}; // addresses and identifiers that one step leaves to the next

  /** The scenario's organisation file, the clock at its beginning, and the logins of its desks. */
  constructor(scenario = {}) {
    this.scenario = { org, clock: '2021-03-08T08:00', desks, password: 'kich-ban-s0', ...scenario };
  }

  async open() {
    const { org, clock } = this.scenario;
    [this.app, this.browser] = await Promise.all([start({ org, clock }), launch()]);
  }

  async close() {
    await this.browser?.close();
    await this.app?.stop();
  }

  /** The page of a desk, signed in once. */
  async desk(name) {
    if (!this.pages.has(name)) this.pages.set(name, signIn(this.browser, this.app.url, this.scenario.desks[name], this.scenario.password));
    return this.pages.get(name);
  }

  /** A page of a desk of its own: another window on another machine. */
  async another(name, options, before) {
    const context = await this.browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(15_000);
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    watch(page);
    await page.goto(this.app.url + '/sign-in');
    await page.fill('input[name=login]', this.scenario.desks[name]);
    await page.fill('input[name=password]', this.scenario.password);
    await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), page.click('form[action^="/sign-in"] button[type=submit]')]);
    return page;
  }

  /** A browser of the public: no account, and it says so. */
  async reader() {
    if (!this.public) {
      const context = await this.browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
      context.setDefaultTimeout(15_000);
      this.public = await context.newPage();
      watch(this.public);
    }
    return this.public;
  }

  async go(name, path) {
    const page = await this.desk(name);
    await open(page, this.app.url + path);
    return page;
  }

  clock(local) {
    return this.app.setClock(local);
  }

  async complaints() {
    const all = [];
    for (const page of this.pages.values()) all.push(...(await page).complaints);
    all.push(...(this.public?.complaints ?? []));
    return all;
  }
}

/** Opens an address that must answer 200, or the status given. */
export async function open(page, url, status = 200) {
  const res = await page.goto(url);
  assert.equal(res.status(), status, `${url}: ${await words(page)}`);
  return page;
}

/** Presses a button that posts a form; gives the answer's status: 303 done, 4xx refused. The next page stands when it returns. */
export async function press(page, button) {
  const target = typeof button === 'string' ? page.locator(button) : button;
  // Some forms are sent by script, which then puts the answer's main in place of this one.
  const action = await target.evaluate((b) => {
    document.querySelector('main').dataset.before = '';
    return new URL(b.getAttribute('formaction') ?? b.form.getAttribute('action'), location.href).href;
  });
  const [res] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST' && r.url() === action), target.click()]);
  await page.waitForFunction(() => document.readyState === 'complete' && document.querySelector('main:not([data-before])'));
  return res.status();
}

/** Presses a button and demands that the act was done. */
export async function done(page, button) {
  const status = await press(page, button);
  assert.equal(status, 303, `refused at ${page.url()}: ${await faults(page)}`);
}

/** Posts a form that no page offers, from the browser of that page, as somebody would who bends ours. */
export async function forge(page, path, fields) {
  const [res] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST' && r.request().isNavigationRequest()),
    page.waitForEvent('load'),
    page.evaluate(([action, values]) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = action;
      for (const [name, value] of Object.entries(values)) {
        const input = document.createElement('input');
        input.type = 'hidden';
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    }, [path, fields]),
  ]);
  return res.status();
}

export async function fill(page, form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`${form} [name="${name}"]`);
    const kind = await field.first().evaluate((e) => e.type ?? e.tagName);
    if (kind === 'radio') await page.locator(`${form} [name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind === 'checkbox') await page.locator(`${form} [name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind.startsWith('select')) await field.selectOption(value);
    else await field.fill(value);
  }
}

/** What the page says, on one line. */
export async function words(page, selector = 'main') {
  const texts = await page.locator(selector).allInnerTexts();
  return texts.join(' | ').replace(/\s+/g, ' ').trim();
}

export async function faults(page) {
  const list = await page.locator('.form-errors, .field-error:visible, .note-bad').allInnerTexts();
  return list.length ? list.join(' | ').replace(/\s+/g, ' ') : words(page);
}

/** A refusal stands at its field: the sentence, and the field points to it. */
export async function atField(page, field, text) {
  const input = page.locator(`#f-${field}`);
  const error = page.locator(`#f-${field}-error`);
  assert.match((await error.innerText()).trim(), text);
  const says = await input.evaluate((e) => {
    const one = e.matches('input, select, textarea') ? e : e.closest('fieldset') ?? e;
    return { invalid: one.getAttribute('aria-invalid'), described: one.getAttribute('aria-describedby') ?? '', tag: one.tagName };
  });
  if (says.tag !== 'FIELDSET') {
    assert.equal(says.invalid, 'true', `${field} is marked as wrong`);
    assert.match(says.described, new RegExp(`f-${field}-error`), `${field} points to its refusal`);
  }
}

/** The last number in an address: the identifier of what the page shows. */
export const idIn = (url, after) => new URL(url, 'http://x').pathname.match(new RegExp(`/${after}/([^/]+)`))?.[1];
