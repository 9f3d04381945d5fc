// 建议、意见、咨询、投诉: from one's own page, by name or anonymous. Anonymous is looked for everywhere the program shows or keeps anything.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, startBrowser, loginPage, api } from '../start.mjs';
import { visitor, SMALL } from '../phone.mjs';

let server, browser, asDesk;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	asDesk = api(server, 'desk');
});
after(async () => {
	await browser.close();
	await server.stop();
});
const rowOf = async (title) => (await asDesk('GET', '/matters?sort=-id&limit=20')).json.items.find((m) => m.title === title);
const send = (fields, cookie = '') => fetch(server.url + '/my/opinion', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { cookie } });
const kind = async (code) => String((await asDesk('GET', '/kinds?code=' + code)).json.items[0].id);

for (const script of [true, false])
	test(`A5 U08 a suggestion, anonymous, script ${script ? 'on' : 'off'}: 3 taps, 1 field, under 30 kB; it says by which day it is answered`, async () => {
		const p = await visitor(browser, { javaScriptEnabled: script });
		await p.page.goto(server.url + '/my/opinion', { waitUntil: 'load' });
		await p.tap('.tile:has-text("建议")');
		await p.fill('#f-detail', '早餐早十分钟开' + script);
		await p.tap('.tile:has-text("匿名")');
		await p.tap('.cta button');
		await p.page.waitForURL(/\/t\/[\w-]{22}$/);
		assert.deepEqual([p.count.taps, p.count.fields], [3, 1]);
		assert.ok(p.count.bytes <= 30000, `${p.count.bytes} bytes`);
		assert.match(await p.page.textContent('.sentence'), /^已收到，编号 SX\d{4}-\d{5}。\d+ 月 \d+ 日.* 前答复您$/);
		assert.match(await p.page.textContent('main'), /没有记录您是谁[\s\S]*本页链接/);
		// The link is kept nowhere, the browser included.
		await p.page.goto(server.url + '/my');
		assert.doesNotMatch(await p.page.textContent('main'), /早餐早十分钟/);
		await p.close();
	});

test('A5 G9 anonymous by log-in: the person is in no row, list, history, export or journal entry; the link alone leads back', async () => {
	const page = await loginPage(browser, server, 'liaison', { viewport: SMALL });
	const me = (await api(server, 'liaison')('GET', '/matters?limit=1')).status;
	assert.equal(me, 200);
	await page.goto(server.url + '/my');
	await page.click('.tile:has-text("提建议")');
	await page.waitForURL(/\/my\/opinion$/);
	await page.click('.tile:has-text("投诉")');
	await page.fill('#f-detail', '夜里施工太吵，不便具名');
	await page.click('.tile:has-text("匿名")');
	await page.click('.cta button');
	await page.waitForURL(/\/t\/[\w-]{22}$/);
	const link = new URL(page.url()).pathname;
	// What is added under the same log-in is not theirs either.
	await page.fill('#f-note', '昨夜又吵到一点');
	await page.click('button[value="add"]');
	await page.waitForSelector('.toast');
	const row = await rowOf('夜里施工太吵，不便具名'), whole = (await asDesk('GET', '/matters/' + row.id)).json;
	for (const name of ['asker', 'asker_unit', 'client', 'proxy', 'created_by']) assert.equal(whole[name] ?? null, null, name);
	assert.equal(whole.anonymous, true);
	const person = (await asDesk('GET', '/people?login=liaison')).json.items[0];
	for (const who of ['desk', 'leader']) {
		const history = await api(server, who)('GET', `/matters/${row.id}/history`);
		assert.equal(history.status, 200);
		for (const entry of history.json.items) assert.equal(entry.actor, '');
		assert.doesNotMatch(history.text, new RegExp(`"(actor|created_by|person)":\\s*${person.id}\\b|${person.name}`), who);
	}
	const shown = await loginPage(browser, server, 'desk');
	await shown.goto(`${server.url}/matters/${row.id}`);
	const text = await shown.textContent('main');
	assert.match(text, /匿名/);
	assert.ok(!text.includes(person.name));
	const csv = await (await shown.request.get(server.url + '/matters.csv?q=' + encodeURIComponent('夜里施工太吵'))).text();
	assert.match(csv, /夜里施工太吵/);
	assert.ok(!csv.includes(person.name));
	await shown.context().close();
	// Own lists do not give it away either, and who is not let in by scope sees nothing.
	assert.equal((await api(server, 'liaison')('GET', '/matters/' + row.id)).status, 404);
	await page.goto(server.url + '/my');
	assert.doesNotMatch(await page.textContent('main'), /夜里施工太吵/);
	assert.equal((await fetch(server.url + link)).status, 200);
	await page.context().close();
	// The server's own log says nothing of who.
	assert.doesNotMatch(server.log(), new RegExp(link.slice(3)));
});

test('A5 anonymous under a log-in by the API is refused with the way to do it', async () => {
	const a = await api(server, 'asker')('POST', '/matters', { title: '停车位太少', kind: Number(await kind('suggestion')), anonymous: true });
	assert.equal(a.status, 422, a.text);
	assert.match(a.text, /\/my\/opinion/);
	assert.equal(await rowOf('停车位太少'), undefined);
});

test('A5 U28 by name: the log-in or a number; what is missing is said and what was typed stands there again', async () => {
	let a = await send({});
	assert.equal(a.status, 422);
	let text = await a.text();
	for (const words of [/请先点一个/, /请写下您想说的/, /请选择署名还是匿名/]) assert.match(text, words);
	a = await send({ kind: await kind('opinion'), detail: '窗口排队长', who: 'named' });
	assert.equal(a.status, 422);
	text = await a.text();
	assert.match(text, /署名要留电话/);
	assert.match(text, /窗口排队长/);
	assert.match(text, /value="named"[^>]* checked/);
	assert.equal((await send({ kind: '999', detail: 'x', who: 'anonymous' })).status, 422);
	assert.equal((await send({ kind: await kind('repair'), detail: 'x', who: 'anonymous' })).status, 422);
	assert.equal((await send({ kind: await kind('opinion'), detail: '长'.repeat(1001), who: 'anonymous' })).status, 422);
	a = await send({ kind: await kind('opinion'), detail: '窗口排队长', who: 'named', phone: '13800006666' });
	assert.equal(a.status, 303);
	const row = (await asDesk('GET', '/matters/' + (await rowOf('窗口排队长')).id)).json;
	assert.ok(row.client);
	assert.equal(row.channel, 'page');
	// A phone known by its cookie does not follow into an anonymous one.
	const cookie = a.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
	assert.match(cookie, /caller=/);
	a = await send({ kind: await kind('opinion'), detail: '另一件，不具名', who: 'anonymous' }, cookie);
	assert.equal(a.status, 303);
	assert.deepEqual(a.headers.getSetCookie(), []);
	assert.equal((await asDesk('GET', '/matters/' + (await rowOf('另一件，不具名')).id)).json.client, null);
	const page = await loginPage(browser, server, 'asker', { viewport: SMALL });
	await page.goto(server.url + '/my/opinion');
	assert.equal(await page.locator('#f-phone').count(), 0);
	await page.click('.tile:has-text("咨询")');
	await page.fill('#f-detail', '会议室怎么订');
	await page.click('.tile:has-text("署名")');
	await page.click('.cta button');
	await page.waitForURL(/\/t\//);
	assert.ok((await asDesk('GET', '/matters/' + (await rowOf('会议室怎么订')).id)).json.asker);
	await page.goto(server.url + '/my');
	assert.match(await page.textContent('main'), /会议室怎么订/);
	await page.context().close();
});

test('A5 anonymous: sending twice makes one, and the journal verifies', async () => {
	const fields = { kind: await kind('suggestion'), detail: '多种几棵树', who: 'anonymous', once: 'a1b2c3d4e5f6a1b2c3d4e5f6' };
	const first = await send(fields), again = await send(fields);
	assert.equal(first.headers.get('location'), again.headers.get('location'));
	assert.equal((await asDesk('GET', '/matters?q=' + encodeURIComponent('多种几棵树'))).json.items.length, 1);
	assert.doesNotMatch(server.run('verify'), /wrong/);
});

test('G15 U42 the page of suggestions: axe finds nothing, nothing too wide, light, dark, large type', async () => {
	const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
	const context = await browser.newContext({ bypassCSP: true, locale: 'zh-CN', viewport: SMALL });
	const page = await context.newPage();
	const wrong = [];
	for (const look of [{ theme: 'light' }, { theme: 'dark' }, { mode: 'elder' }]) {
		await context.clearCookies();
		await context.addCookies(Object.entries(look).map(([name, value]) => ({ name, value, url: server.url })));
		await page.goto(server.url + '/my/opinion');
		await page.evaluate(axe);
		const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
		for (const v of found.violations) wrong.push(`${JSON.stringify(look)} ${v.id}: ${v.nodes[0].target.join(' ')}`);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (wide > 0) wrong.push(`${JSON.stringify(look)} is ${wide} px too wide`);
	}
	assert.deepEqual(wrong, []);
	await context.close();
});
