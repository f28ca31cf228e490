// The second factor with the policy on: set up while signing, passkeys in Chromium's virtual authenticator, codes of an app.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, launch, noSidewaysScroll, shot, signIn, start } from '../lib.mjs';
import { done, fill, idIn, open, press, words } from '../s0/world.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), '..', 's0', 'organisation.json');
const password = 'kich-ban-s0';
const figures = { A2: '412', A3: '609', A4: '4.318', A5: '118.462', B1: '1.398', B2: '812', B4: '2.990', F1: '1.643', F2: '1.528', H1: '14', H2: '8' };
const texts = { N1: 'Tình hình ổn định.', N2: 'Hoàn thành chương trình quý.', N3: 'Còn việc chậm.', N5: 'Không.', N6: 'Tổ chức tốt cuộc bầu cử.' };
const sign = 'form[action$="/sign"] button[type=submit]';

let app, browser, url, secret;
const box = {};

/** A virtual authenticator that verifies its user, such as a phone's fingerprint. */
async function authenticator(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    add: (credential) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential }),
    verified: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

/** The code of a time step (RFC 6238), away from now by some steps. */
function code(text, away = 0) {
  const bits = [...text.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + away));
  const sum = createHmac('sha1', key).update(step).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const enter = (login) => signIn(browser, url, login, password);
const newSession = async (page, login) => {
  await page.context().clearCookies();
  await page.goto(url + '/sign-in');
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), page.click('form[action="/sign-in"] button[type=submit]')]);
};
const entry = (unit) => `/reports/${box.request}/units/${unit}`;

/** Presses a button whose form waits for the second factor: the page that asks stands then. */
async function asked(page, button) {
  assert.equal(await press(page, button), 403);
  assert.match(await words(page), /Xác nhận/);
}

before(async () => {
  [app, browser] = await Promise.all([start({ org, clock: '2021-03-08T08:00', args: ['--second-factor', 'required'] }), launch()]);
  url = app.url.replace('127.0.0.1', 'localhost'); // passkeys are bound to a name
});
after(async () => {
  await browser?.close();
  await app?.stop();
});

test('F1: a head without a factor sets up an app on the way and the signature goes through', async () => {
  const office = (box.office = await enter('coc.vanphong'));
  await open(office, url + '/reports/new');
  await fill(office, 'form[action="/reports"]', { period: 'quý I/2021', scope: 'kind:pob', deadline: '26/3/2021', time: '17:00' });
  await done(office, 'form[action="/reports"] button.button-main');
  box.request = idIn(office.url(), 'reports');
  for (const [name, login] of [['a', 'tinh.truongban'], ['b', 'tinhb.truongban']]) {
    const head = (box['head' + name] = await enter(login));
    await open(head, url + '/reports');
    box[name] = idIn(await head.locator('a.row-title').first().getAttribute('href'), 'units');
    await open(head, url + entry(box[name]));
    await fill(head, '#draft', Object.fromEntries(Object.entries({ ...figures, ...texts }).map(([k, v]) => [`f.${k}`, v])));
    await done(head, head.locator('#draft button[name=then]'));
    assert.match(head.url(), /\/sign$/);
    assert.match(await words(head), /Bước tiếp theo sẽ hỏi xác thực hai bước/);
  }
  const head = box.heada;
  await head.selectOption('[name=capacity]', { index: 1 });
  const capacity = await head.inputValue('[name=capacity]');
  await asked(head, sign);
  assert.match(await words(head), /chưa có xác thực hai bước/);
  assert.equal(await head.inputValue('form[action="/confirm"] [name=capacity]'), capacity, 'what was chosen waits with it');
  await axe(head, 'the page that sets a factor up');
  await shot(head, 'factor-enrol');
  secret = await head.innerText('.factor-secret');
  await head.fill('[name="confirm.code"]', '000000');
  assert.equal(await press(head, 'form[action="/confirm"] button[type=submit]'), 422);
  assert.match(await words(head), /Mã chưa đúng/);
  assert.equal(await head.innerText('.factor-secret'), secret, 'the same secret is shown again');
  await head.fill('[name="confirm.code"]', code(secret));
  await Promise.all([head.waitForURL('**/file'), head.click('form[action="/confirm"] button[type=submit]')]);
  assert.match(await words(head, 'body'), /in mã dự phòng/i);
});

test('F2: recovery codes are shown once, to be printed', async () => {
  const head = box.heada;
  await open(head, url + '/account');
  assert.match(await words(head, '#factors'), /Chưa in/);
  await head.click('form[action="/account/recovery"] button');
  await head.waitForSelector('.recovery-codes');
  box.recovery = await head.locator('.recovery-codes code').allInnerTexts();
  assert.equal(new Set(box.recovery).size, 10);
  await axe(head);
  await shot(head, 'factor-recovery');
  await open(head, url + '/account');
  assert.match(await words(head, '#factors'), /Còn 10 mã/);
});

test('F3: a signature is taken back in a new session: a used code is refused, the next one counts, a recovery code counts once', async () => {
  const head = box.heada;
  const unsign = 'form[action$="/unsign"] button';
  await newSession(head, 'tinh.truongban');
  await open(head, url + entry(box.a));
  await asked(head, unsign);
  await head.fill('[name="confirm.code"]', code(secret, -1));
  assert.equal(await press(head, 'form[action="/confirm"] button[type=submit]'), 422);
  await head.fill('[name="confirm.code"]', code(secret, 1));
  await Promise.all([head.waitForURL((u) => u.pathname !== '/confirm'), head.click('form[action="/confirm"] button[type=submit]')]);
  await newSession(head, 'tinh.truongban');
  await open(head, url + entry(box.a) + '/sign');
  await asked(head, sign);
  await head.fill('[name="confirm.code"]', box.recovery[3].toUpperCase());
  await Promise.all([head.waitForURL('**/file'), head.click('form[action="/confirm"] button[type=submit]')]);
  await newSession(head, 'tinh.truongban');
  await open(head, url + entry(box.a));
  await asked(head, unsign);
  await head.fill('[name="confirm.code"]', box.recovery[3]);
  assert.equal(await press(head, 'form[action="/confirm"] button[type=submit]'), 422);
});

test('F4: a passkey is registered on the account page, with a name', async () => {
  const head = box.headb;
  box.device = await authenticator(head);
  await open(head, url + '/account');
  await head.fill('#f-passkey-name', 'Máy cơ quan');
  await Promise.all([head.waitForNavigation(), head.click('passkey-button button')]);
  assert.match(await words(head, '#factors'), /Máy cơ quan.*dùng lần cuối: chưa lần nào/);
  const [key] = await box.device.keys();
  assert.ok(key.isResidentCredential, 'it signs in by itself');
  await axe(head);
  await noSidewaysScroll(head);
});

test('F5: signing in with the passkey alone; signing then asks nothing more', async () => {
  const head = box.headb;
  await head.context().clearCookies();
  await head.goto(url + '/sign-in');
  await axe(head, 'sign-in');
  await Promise.all([head.waitForURL((u) => !u.pathname.startsWith('/sign-in')), head.click('form[action="/sign-in/passkey"] button')]);
  assert.match(await words(head, 'body'), /Hoàng Trưởng Ban/);
  await open(head, url + entry(box.b) + '/sign');
  await done(head, sign);
  assert.match(head.url(), /\/file$/);
});

test('F6: after a sign-in by password the passkey is asked, and the report goes out signed', async () => {
  const head = box.headb;
  await newSession(head, 'tinhb.truongban');
  await open(head, url + entry(box.b));
  const before = (await head.context().cookies()).find((c) => c.name.endsWith('session')).value;
  await asked(head, 'form[action$="/unsign"] button');
  await axe(head, 'the page that asks');
  await shot(head, 'factor-confirm');
  await Promise.all([head.waitForURL((u) => u.pathname !== '/confirm' && !u.pathname.endsWith('/unsign')), head.click('passkey-button button')]);
  assert.notEqual((await head.context().cookies()).find((c) => c.name.endsWith('session')).value, before, 'a fresh session token');
  await open(head, url + entry(box.b) + '/sign');
  await done(head, sign);
  const form = 'form[action$="/file"]';
  await fill(head, form, { number: '7-BC/BTCTU', dated: '8/3/2021' });
  await done(head, `${form} button[type=submit]`);
  assert.match(await words(head), /Đã nộp/);
});

test('F6/bad: a passkey that does not verify its user signs nothing', async () => {
  const head = box.headb;
  await newSession(head, 'tinhb.truongban');
  await box.device.verified(false);
  await open(head, url + '/confirm?next=/account');
  await head.click('passkey-button button');
  await head.waitForFunction(() => document.querySelector('passkey-button p').textContent !== '');
  await box.device.verified(true);
});

test('F7: the office above is asked before it returns a report; the remark is not lost', async () => {
  const office = box.office;
  await open(office, url + entry(box.b));
  await office.click('main details summary >> text=/[Tt]rả lại/');
  await office.fill('[name=general]', 'Bổ sung biểu đảng viên mới.');
  await asked(office, 'form[action$="/return"] button:not([type=button])');
  const device = await authenticator(office);
  await Promise.all([office.waitForURL((u) => u.pathname !== '/confirm' && !u.pathname.endsWith('/return')), office.click('passkey-button button')]);
  assert.equal((await device.keys()).length, 1);
  await open(office, url + entry(box.b));
  assert.match(await words(office), /Bổ sung biểu đảng viên mới\./);
});

test('F8: an administrator resets the factors of somebody who lost the phone: signed out, and none left', async () => {
  const { office, heada } = box;
  await open(heada, url + '/account');
  const units = await office.evaluate(async () => [...new DOMParser().parseFromString(await (await fetch('/accounts')).text(), 'text/html').querySelectorAll('select[name=unit] option')].map((o) => o.value));
  const find = async () => {
    for (const above of units) {
      await open(office, `${url}/accounts?unit=${above}`);
      const next = await office.locator('select[name=unit] option').evaluateAll((l) => l.map((o) => o.value));
      for (const unit of next) {
        await open(office, `${url}/accounts?unit=${unit}`);
        const link = office.locator('main a[href^="/accounts/"]', { hasText: 'Phan Xuân Toàn' });
        if (await link.count()) return link.first();
      }
    }
    return assert.fail('the head is in no list');
  };
  await (await find()).click();
  await office.waitForSelector('form[action$="/factors/reset"]');
  const button = office.locator('form[action$="/factors/reset"] button');
  await button.click(); // asks once more
  await Promise.all([office.waitForResponse((r) => r.request().method() === 'POST' && r.status() === 303), button.click()]);
  await office.waitForFunction(() => /chưa có xác thực hai bước/.test(document.body.innerText));
  await heada.goto(url + '/account');
  assert.match(heada.url(), /\/sign-in/, 'signed out');
  assert.deepEqual([office, heada, box.headb].flatMap((p) => p.complaints), []);
});
