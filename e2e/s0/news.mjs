// S0.10: told to the public the same afternoon.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { atField, done, fill, forge, idIn, open, press, words } from './world.mjs';
import { axe, noSidewaysScroll } from '../lib.mjs';

const headline = 'Tổ chức tốt công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021 - 2026';
const caption = 'Đồng chí Phan Xuân Toàn, Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy chủ trì tại điểm cầu tỉnh';
const alt = 'Đại biểu ngồi quanh bàn họp, phía trước là màn hình các điểm cầu';
const credit = 'Phong Anh';
const place = '16.4637';

/** A picture as a camera leaves it: JPEG made by the browser, with an EXIF block that tells the place. */
async function photo(page) {
  const base = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 800];
    const c = canvas.getContext('2d');
    const sky = c.createLinearGradient(0, 0, 0, 800);
    sky.addColorStop(0, '#8ab');
    sky.addColorStop(1, '#543');
    c.fillStyle = sky;
    c.fillRect(0, 0, 1200, 800);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  const plain = Buffer.from(base, 'base64');
  const body = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from(`GPS latitude ${place} N, camera 4711`)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
}

export function news(w) {
  const box = w.seen;
  const desk = async () => {
    const page = await w.go('specialist', `/news/desk/${box.item}`);
    await page.waitForSelector('template[data-watched]', { state: 'attached' });
    if (await page.locator('.form-kept').count()) await page.click('.form-kept button'); // what was refused before is thrown away
    return page;
  };
  const item = 'form:has(#f-title)';
  const upload = 'form[action$="/photos"]';
  const publish = `${item} button[formaction$="/publish"]`;
  const entry = { title: headline, byline: 'Tin, ảnh: Phong Anh', published_at: '02/04/2021 16:24' };
  const category = async (page) => page.selectOption('[name=category]', await page.locator('[name=category]').evaluate((s) => [...s.options].find((o) => o.textContent.includes('Theo dòng thời sự')).value));
  const stillDraft = async () => {
    const reader = await w.reader();
    await open(reader, w.app.url + '/news');
    assert.doesNotMatch(await words(reader, 'body'), /bầu cử đại biểu Quốc hội khóa XV/, 'nothing is published');
    const res = await reader.goto(`${w.app.url}/news/${box.item}`);
    assert.equal(res.status(), 404);
  };
  const addPhoto = async (page, values) => {
    await page.setInputFiles(`${upload} [name=file]`, { name: 'IMG_4711.jpg', mimeType: 'image/jpeg', buffer: box.photo });
    await fill(page, upload, values);
    return press(page, `${upload} .form-actions button`);
  };

  test('S0.10: drafting from the conference fills title, lead, chairs, periods', async () => {
    await w.clock('2021-04-02T16:24');
    const centre = await w.go('office', `/news/central/${box.conference}`);
    await done(centre, 'form[action^="/news/central/"] .form-actions button');
    const page = await w.go('specialist', '/news/desk');
    await page.click(`a[href="/news/desk/new?conference=${box.conference}"]`);
    await done(page, 'form[action="/news/desk/new"] button[type=submit]');
    box.item = idIn(page.url(), 'desk');
    assert.equal(await page.inputValue('[name=title]'), 'Hội nghị trực tuyến ngành tổ chức xây dựng Đảng');
    const lead = await page.inputValue('[name=lead]');
    for (const part of [/Chiều 2\/4/i, /Ban Tổ chức Trung ương/, /quý I\/2021/i, /quý II\/2021/i]) assert.match(lead, part);
    assert.match(await page.inputValue('[name=body]'), /Phan Xuân Toàn, Ủy viên Ban Thường vụ Tỉnh ủy/);
    box.photo = await photo(page);
    assert.ok(box.photo.includes(place), 'the picture tells where it was taken');
    await stillDraft();
  });

  for (const [name, change, field, says] of [
    ['publish time before the conference start', { published_at: '02/04/2021 13:59' }, 'published_at', /trước/],
    ['headline empty', { title: ' ' }, 'title', /tiêu đề|tít|tên/i],
  ]) {
    test(`S0.10/bad: ${name}`, async () => {
      const page = await desk();
      await fill(page, item, { ...entry, ...change });
      await category(page);
      assert.equal(await press(page, publish), 422);
      await atField(page, field, says);
      await stillDraft();
    });
  }

  for (const [name, values, field] of [
    ['photo without credit', { caption, alt, credit: '' }, 'credit'],
    ['photo without alt text', { caption, alt: '', credit }, 'alt'],
  ]) {
    test(`S0.10/bad: ${name}`, async () => {
      const page = await desk();
      assert.equal(await addPhoto(page, values), 422);
      await atField(page, field, /\S/);
      await desk();
      assert.equal(await page.locator('.news-photo').count(), 0, 'nothing was stored');
    });
  }

  test('S0.10: the editor publishes at 16:24, the public page shows time, caption, credit, share', async () => {
    const page = await desk();
    assert.equal(await addPhoto(page, { caption, alt, credit }), 303);
    await desk();
    await fill(page, item, entry);
    await category(page);
    await done(page, publish);
    const reader = await w.reader();
    await open(reader, w.app.url + '/news');
    await reader.click(`a[href="/news/${box.item}"]`);
    await reader.waitForURL(`**/news/${box.item}`);
    const said = await words(reader);
    assert.match(said, /Chính trị - Xã hội\s*›\s*Theo dòng thời sự/i);
    assert.match(said, new RegExp(headline));
    assert.match(said, /02\/04\/2021 - 16:24/);
    assert.match(said, /Tin, ảnh: Phong Anh/);
    assert.match(await words(reader, 'figure'), /Phan Xuân Toàn.*Phong Anh/);
    assert.equal(await reader.locator('figure img').first().getAttribute('alt'), alt);
    assert.match(await words(reader, '.story-central'), /6 nhiệm vụ/);
    assert.match(await words(reader, '.story-tools'), /Chia sẻ|Chép/);
    await reader.emulateMedia({ media: 'print' });
    assert.equal(await reader.locator('header.site-top nav, .story-tools').first().isVisible(), false, 'print has no navigation');
    await reader.emulateMedia({ media: null });
    await reader.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(reader);
    await reader.setViewportSize({ width: 1440, height: 900 });
    await axe(reader, 'the public page');
    for (const src of await reader.locator('figure img').evaluateAll((list) => list.flatMap((i) => [i.src, ...i.srcset.split(',').map((s) => s.trim().split(' ')[0])]).filter(Boolean))) {
      const bytes = Buffer.from(await (await reader.request.get(new URL(src, w.app.url).href)).body());
      assert.ok(bytes.length > 1000);
      assert.ok(!bytes.includes(place) && !bytes.includes('Exif'), `${src} does not tell where it was taken`);
    }
  });

  test('S0.10/bad: script, handlers and foreign embeds in the body are removed and allowed formatting stays; a title or caption shows tags as text', async () => {
    const page = await desk();
    await fill(page, item, {
      title: '<b>Tin</b> <script>window.hit = 1</script>',
      body: '<p onclick="window.hit = 2">Giữ <strong>chữ đậm</strong> và <em>chữ nghiêng</em>.</p><script>window.hit = 3</script><iframe src="https://example.com/x"></iframe><img src=x onerror="window.hit = 4"><ul><li>một</li></ul><p><a href="javascript:window.hit=5">bấm</a></p>',
      note: 'Thử nội dung dán từ nơi khác',
    });
    await done(page, `${item} .form-actions button`);
    const details = page.locator('.news-photo details');
    await details.evaluate((d) => { d.open = true; });
    await page.fill('.news-photo [name^="caption-"]', '<i>Chú thích</i> <img src=x onerror="window.hit = 6">');
    await page.fill('.news-photo [name^="note-"]', 'Sửa chú thích');
    await done(page, '.news-photo .form-actions button:not([formaction])');
    const reader = await w.reader();
    await open(reader, `${w.app.url}/news/${box.item}`);
    assert.equal(await reader.locator('h1').innerText(), '<b>Tin</b> <script>window.hit = 1</script>');
    assert.match(await words(reader, 'figcaption'), /<i>Chú thích<\/i> <img src=x/);
    const body = await reader.locator('.story-main > .story-body').first().innerHTML();
    assert.match(body, /<strong>chữ đậm<\/strong>/);
    assert.match(body, /<em>chữ nghiêng<\/em>/);
    assert.match(body, /<li>một<\/li>/);
    assert.doesNotMatch(body, /script|iframe|onclick|onerror|javascript:|example\.com/i);
    await reader.locator('.story-main > .story-body p').first().click();
    assert.equal(await reader.evaluate(() => window.hit), undefined, 'nothing ran');
    assert.match(await words(reader), /Sửa chú thích|Thử nội dung/, 'what was put right is said on the page');
    assert.deepEqual(reader.complaints, []);
  });

  test('S0.10/bad: another unit\'s editor, or nobody, edits the item', async () => {
    const page = await w.go('specialistB', '/news');
    assert.ok([403, 404].includes(await forge(page, `/news/desk/${box.item}/correct`, { title: 'Khác', note: 'x' })));
    const reader = await w.reader();
    const res = await reader.goto(`${w.app.url}/news/desk/${box.item}`);
    assert.match(new URL(reader.url()).pathname, /sign-in/, `${res.status()}`);
  });
}
