// Access tokens and the API as an administrator and a program meet them: a token is made on the page, the walk of docs/api.md
// runs with it, it is revoked and opens nothing any more; both pages in both languages, at a desk and on a phone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, launch, noSidewaysScroll, root, shot, signIn, start } from '../lib.mjs';

let program, browser, admin, unit;

before(async () => {
  program = await start();
  browser = await launch();
  const province = await signIn(browser, program.url, 'chuyen-vien', 'giaoban-demo');
  unit = (await (await province.request.get(program.url + '/api/v1/me')).json()).unit;
  await province.context().close();
  admin = await signIn(browser, program.url, 'quan-tri', 'giaoban-demo');
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

test('a token made on the page walks through docs/api.md and dies when it is revoked', async () => {
  await admin.goto(`${program.url}/tokens?unit=${unit}`);
  await admin.fill('input[name=name]', 'Phần mềm một cửa');
  for (const scope of await admin.$$('input[name=scope]')) await scope.check();
  const last = new Date(Date.now() + 30 * 86_400_000);
  await admin.fill('input[name=expires]', [last.getDate(), last.getMonth() + 1].map((n) => String(n).padStart(2, '0')).join('/') + '/' + last.getFullYear());
  await Promise.all([admin.waitForSelector('#token-secret'), admin.click('form[action="/tokens"][method=post] button[type=submit]')]);
  const token = (await admin.textContent('#token-secret')).trim();
  assert.match(token, /^gb_[a-z0-9]{26}$/);
  await shot(admin, 'api-token-made');
  const said = execFileSync('bash', [join(root, 'e2e', 'api-walk.sh')], { env: { ...process.env, GIAOBAN: program.url, TOKEN: token }, encoding: 'utf8' });
  assert.match(said, /the walk of docs\/api\.md works/);

  await admin.goto(`${program.url}/tokens?unit=${unit}`);
  assert.ok(!(await admin.content()).includes(token), 'the secret is shown once');
  assert.match(await admin.textContent('table'), /Phần mềm một cửa/);
  admin.on('dialog', (d) => d.accept());
  await admin.click('form[action="/tokens/revoke"] button');
  const confirm = await admin.$('form[action="/tokens/revoke"] button:visible >> nth=0');
  if (confirm && !(await refused(token))) await confirm.click(); // asked once more
  await assertEventually(() => refused(token), 'a revoked token still opens the API');
});

async function refused(token) {
  return (await fetch(program.url + '/api/v1/me', { headers: { authorization: 'Bearer ' + token } })).status === 401;
}

async function assertEventually(holds, what) {
  for (let n = 0; n < 50; n++) {
    if (await holds()) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  assert.fail(what);
}

for (const [lang, tokens, api] of [['vi', 'Mã truy cập', 'API'], ['en', 'Access tokens', 'API']]) {
  test(`tokens and API in ${lang}`, async () => {
    const page = await signIn(browser, program.url, 'quan-tri', 'giaoban-demo', { locale: lang === 'vi' ? 'vi-VN' : 'en-GB' });
    for (const [path, title] of [[`/tokens?unit=${unit}`, tokens], ['/api', api]]) {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(program.url + path);
        assert.equal(await page.getAttribute('html', 'lang'), lang);
        assert.ok((await page.textContent('h1')).includes(title), `${path} is headed ${await page.textContent('h1')}`);
        await noSidewaysScroll(page);
        await shot(page, `api-${lang}-${path.slice(1, 4)}-${width}`);
      }
      await axe(page, `${path} in ${lang}`);
    }
    assert.match(await page.textContent('main'), /\/api\/v1\/units|GET/);
    await page.context().close();
  });
}
