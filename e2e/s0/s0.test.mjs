// Scenario S0: the review of the first quarter of 2021, from the request for reports to the reports of the second.
// The steps are in files of their own and share one program: they must run in this order.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { World } from './world.mjs';
import { reports } from './reports.mjs';
import { call } from './conference.mjs';
import { room } from './room.mjs';
import { conclusions } from './conclusions.mjs';
import { news } from './news.mjs';
import { next } from './next.mjs';

const w = new World();

describe('S0', { timeout: 420_000 }, () => {
  before(() => w.open());
  after(() => w.close());
  reports(w);
  call(w);
  room(w);
  conclusions(w);
  news(w);
  next(w);
  test('S0: no page complained of a script or of its content policy', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
