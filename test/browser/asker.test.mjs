// The pages of those who ask: from a code on a door to the received answer, without a log-in, with and without script, on a small
// phone and in large type. Taps and fields are counted, bytes and requests weighed (ui.md 2.1, 2.2, 6).
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { startServer, startBrowser, loginPage, api, program } from '../start.mjs';

const SMALL = { width: 360, height: 640 };
const ASSET = 'AC0305'; // an air conditioner in a meeting room
const root = resolve(import.meta.dirname, '../..');
let server, browser, asDesk, asWorker, team;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	asDesk = api(server, 'desk');
	asWorker = api(server, 'worker');
	team = (await asDesk('GET', '/units?limit=200')).json.items.find((u) => u.name === '电工二班').id;
});
after(async () => {
	await browser.close();
	await server.stop();
});

// A PNG of one colour, made here: 8-bit grey.
function png(side) {
	const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
	const piece = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		let crc = 0xffffffff;
		for (const byte of body) crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8);
		const size = Buffer.alloc(4), end = Buffer.alloc(4);
		size.writeUInt32BE(data.length);
		end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
		return Buffer.concat([size, body, end]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head[8] = 8;
	const rows = Buffer.alloc((side + 1) * side, 120);
	for (let y = 0; y < side; y++) rows[y * (side + 1)] = 0;
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), piece('IHDR', head), piece('IDAT', deflateSync(rows)), piece('IEND', Buffer.alloc(0))]);
}
const photo = { name: 'leak.png', mimeType: 'image/png', buffer: png(64) };

// A phone that counts taps, filled fields, bytes and requests of our own pages.
async function phone(options = {}) {
	const context = await browser.newContext({ viewport: SMALL, locale: 'zh-CN', hasTouch: true, ...options });
	const page = await context.newPage();
	const count = { taps: 0, fields: 0, bytes: 0, requests: 0, errors: [] };
	const client = await context.newCDPSession(page);
	await client.send('Network.enable');
	client.on('Network.requestWillBeSent', (e) => { if (e.request.url.startsWith('http')) count.requests++; });
	client.on('Network.loadingFinished', (e) => { count.bytes += e.encodedDataLength; });
	page.on('console', (m) => { if (m.type() === 'error' && !/status of 4/.test(m.text())) count.errors.push(m.text()); });
	return {
		page, context, count,
		tap: async (selector) => { count.taps++; await page.locator(selector).first().tap(); },
		fill: async (selector, text) => { count.fields++; await page.fill(selector, text); },
		close: () => context.close(),
	};
}

// A form sent as the page itself would send it, without a browser.
async function ask(path, fields = {}, cookie = '') {
	const shown = await (await fetch(server.url + path, { headers: { cookie } })).text();
	const once = [...shown.matchAll(/name="once" value="(\w+)"/g)].pop()[1];
	return post(path, { once, ...fields }, cookie);
}
async function post(path, fields, cookie = '') {
	const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
	const answer = await fetch(server.url + path, { method: 'POST', body, redirect: 'manual', headers: { cookie } });
	return { status: answer.status, location: answer.headers.get('location'), text: await answer.text(), cookies: answer.headers.getSetCookie(), fields };
}
const sentence = async (link) => /<p class="sentence">(.*?)<\/p>/s.exec(await (await fetch(server.url + link)).text())[1].replace(/<[^>]+>/g, '');
const idOf = async (title) => (await asDesk('GET', '/matters?sort=-id&limit=20')).json.items.find((m) => m.title === title).id;
// Takes a matter through the desk and the worker up to `until`.
async function work(title, until) {
	const id = await idOf(title);
	const did = async (who, path, body) => { const a = await who('POST', path, body); assert.equal(a.status, 200, path + a.text); };
	await did(asDesk, `/matters/${id}/accept`, {});
	await did(asDesk, `/matters/${id}/dispatch`, { owner_unit: team, note: '内部的话：先查配电箱' });
	if (until === 'sent') return id;
	const order = (await asDesk('GET', `/work-orders?matter=${id}`)).json.items[0].id;
	await did(asWorker, `/work-orders/${order}/sign`, {});
	if (until === 'working') return id;
	await did(asWorker, `/work-orders/${order}/attend`, {});
	await did(asWorker, `/work-orders/${order}/complete`, { result: 'done', quality: 'good', note: '换了镇流器' });
	return id;
}

test('A5 U01 U02 report from a code: 2 taps, 1 field, under 30 kB in at most 4 requests; the second time no field', async () => {
	const p = await phone();
	await p.page.goto(server.url + '/q/' + ASSET, { waitUntil: 'load' });
	assert.ok(p.count.requests <= 4, `${p.count.requests} requests`);
	assert.ok(p.count.bytes <= 30000, `${p.count.bytes} bytes`);
	assert.match(await p.page.textContent('h1'), /305会议室空调/);
	assert.match(await p.page.textContent('.banner'), /市政协办公区/);
	assert.ok(await p.page.locator('.tile').count() <= 8);
	assert.match(await p.page.locator('.tile').first().textContent(), /\d+:\d\d 前有人到场/); // the promise, before sending
	await p.fill('#f-phone', '13800005678');
	await p.tap('.tile:has-text("不冷不热")');
	assert.match(await p.page.textContent('.cta button'), /提交 · 不冷不热$/);
	await p.tap('.cta button');
	await p.page.waitForURL(/\/t\/[\w-]{22}$/);
	assert.match(await p.page.textContent('.sentence'), /^已收到，编号 SX\d{4}-\d{5}。.+ 前会有人到场$/);
	assert.deepEqual([p.count.taps, p.count.fields], [2, 1]);
	assert.ok(p.count.bytes <= 30000, `${p.count.bytes} bytes for the task`);
	await p.page.goto(server.url + '/q/' + ASSET);
	assert.equal(await p.page.locator('#f-phone').count(), 0);
	assert.match(await p.page.textContent('main'), /138\*\*\*\*5678 更换/);
	assert.match(await p.page.textContent('.card.soon'), /不冷不热/);
	assert.doesNotMatch(await p.page.content(), /13800005678/);
	await p.page.goto(server.url + '/my');
	assert.match(await p.page.textContent('main'), /不冷不热[\s\S]*已收到/);
	assert.deepEqual(p.count.errors, []);
	await p.close();
});

test('G15 U08 the same without script, with a photo: 3 taps; the photo can be seen by the link', async () => {
	const p = await phone({ javaScriptEnabled: false });
	await p.page.goto(server.url + '/q/' + ASSET);
	await p.tap('.tile:has-text("空调漏水")');
	p.count.taps++; // the camera
	await p.page.setInputFiles('#f-photos', photo);
	await p.tap('.cta button');
	await p.page.waitForURL(/\/t\//);
	assert.equal(p.count.taps, 3);
	const image = p.page.locator('.photos img').first();
	assert.equal(await image.evaluate((i) => i.complete && i.naturalWidth > 0).catch(() => null) ?? true, true);
	const source = await image.getAttribute('src');
	assert.equal((await fetch(server.url + source)).headers.get('content-type'), 'image/jpeg');
	assert.equal((await fetch(server.url + source.replace('/thumb', ''))).status, 200);
	// Another link does not open it.
	const other = (await ask('/q/NY0100', { detail: '别人的事' })).location;
	assert.equal((await fetch(server.url + other + source.slice(source.indexOf('/files/')))).status, 404);
	await p.close();
});

test('A5 sending twice makes one matter', async () => {
	const first = await ask('/q/NY0100', { detail: '大厅灯管闪两次' });
	assert.equal(first.status, 303);
	const again = await post('/q/NY0100', first.fields);
	assert.equal(again.location, first.location);
	assert.equal((await asDesk('GET', '/matters?q=' + encodeURIComponent('大厅灯管闪两次'))).json.items.length, 1);
});

test('A5 bad input: nothing tapped, too long, a wrong tile, a wrong number; all that was typed stands there again', async () => {
	let a = await ask('/q/' + ASSET, {});
	assert.equal(a.status, 422);
	assert.match(a.text, /请点一个问题，或写一句话/);
	a = await ask('/q/' + ASSET, { detail: '长'.repeat(1001), phone: '80110' });
	assert.equal(a.status, 422);
	assert.match(a.text, /最多 1000 个字/);
	assert.ok(a.text.includes('长'.repeat(1001)) && a.text.includes('value="80110"'));
	a = await ask('/q/' + ASSET, { problem: '99999' });
	assert.equal(a.status, 422);
	a = await ask('/q/' + ASSET, { problem: '2', phone: '12ab' });
	assert.equal(a.status, 422);
	assert.match(a.text, /value="2"[^>]* checked/);
});

test('G4 a photo that is none is refused by name; the other photo and the words stay, and sending again goes through', async () => {
	const p = await phone({ javaScriptEnabled: false });
	await p.page.goto(server.url + '/q/' + ASSET);
	await p.page.fill('#f-detail', '滴水在投影仪上');
	await p.page.locator('.tile').first().tap();
	await p.page.setInputFiles('#f-photos', [photo, { name: 'note.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') }]);
	await p.page.tap('.cta button');
	assert.match(await p.page.textContent('#errors'), /note\.jpg/);
	assert.equal(await p.page.inputValue('#f-detail'), '滴水在投影仪上');
	assert.match(await p.page.textContent('.files'), /leak\.png.*已保留/s);
	await p.page.tap('.cta button');
	await p.page.waitForURL(/\/t\//);
	assert.equal(await p.page.locator('.photos img').count(), 1);
	await p.close();
});

test('U01 an unknown code says so, asks to check it, and finds the place by name', async () => {
	const p = await phone();
	const answer = await p.page.goto(server.url + '/q/ZX99YY');
	assert.equal(answer.status(), 404);
	assert.match(await p.page.textContent('main'), /校验位/);
	assert.match(await p.page.getAttribute('a[href^="tel:"]', 'href'), /^tel:\d+$/);
	await p.page.fill('#f-q', '机关餐厅');
	await p.page.press('#f-q', 'Enter');
	await p.page.waitForURL(/\/my\/report\?q=/);
	await p.tap('a.card:has-text("机关餐厅")');
	assert.match(await p.page.textContent('h1'), /机关餐厅/);
	// What a stranger types is text.
	await p.page.goto(server.url + '/scan?code=' + encodeURIComponent('"><script>alert(1)</script>'));
	assert.equal(await p.page.locator('script:not([src])').count(), 0);
	await p.page.goto(server.url + '/scan');
	await p.page.fill('#f-code', 'ac0305');
	await p.page.press('#f-code', 'Enter');
	await p.page.waitForURL(/\/q\/AC0305$/);
	await p.close();
});

test('A5 report without a code: 4 taps down the tree without script; homes are not shown to strangers', async () => {
	const p = await phone({ javaScriptEnabled: false });
	await p.page.goto(server.url + '/my');
	await p.tap('a.tile.hero');
	await p.page.fill('#f-q', '机关餐厅');
	await p.page.press('#f-q', 'Enter');
	await p.tap('a.card:has-text("机关餐厅")');
	await p.tap('.tile');
	await p.tap('.cta button');
	await p.page.waitForURL(/\/t\//);
	assert.equal(p.count.taps, 4);
	const newest = (await asDesk('GET', '/matters?sort=-id&limit=1')).json.items[0];
	assert.equal(newest.channel, 'page');
	for (const words of ['家属', '百花里']) {
		const text = await (await fetch(server.url + '/my/report?q=' + encodeURIComponent(words))).text();
		assert.doesNotMatch(text, /BH0300|TG0500/);
	}
	await p.close();
});

test('G14 U04 me too: joined with a link and an answer of one’s own; no names and no words of the first asker', async () => {
	const made = await ask('/q/DZ0001', { problem: '31', detail: '请勿外传的一句话', phone: '13800001111' });
	assert.equal(made.status, 303, made.text);
	const shown = await (await fetch(server.url + '/q/DZ0001')).text();
	assert.doesNotMatch(shown, /请勿外传|13800001111|1380000/);
	const id = /name="matter" value="(\d+)"/.exec(shown)[1];
	const did = await ask('/q/DZ0001', { act: 'me_too', matter: id });
	assert.equal(did.status, 303);
	assert.match(did.location, /^\/t\/[\w-]{22}$/);
	assert.notEqual(did.location, made.location);
	assert.equal((await asDesk('GET', '/matters/' + id)).json.me_too, 1);
	const own = await (await fetch(server.url + did.location)).text();
	assert.match(own, /您的回音权不变/);
	assert.doesNotMatch(own, /请勿外传/);
	assert.match(await (await fetch(server.url + '/q/DZ0001')).text(), /另有 1 人遇到/);
	// A known phone: once; the second time it says so. The answer reaches each of them.
	const cookie = (await ask('/q/NY0100', { detail: '先报一件', phone: '13800003333' })).cookies.map((c) => c.split(';')[0]).join('; ');
	const second = await ask('/q/DZ0001', { act: 'me_too', matter: id }, cookie);
	assert.equal(second.status, 303, second.text);
	const again = await ask('/q/DZ0001', { act: 'me_too', matter: id }, cookie);
	assert.equal(again.status, 409);
	assert.match(again.text, /您已经报过这件事/);
	const joined = (await asDesk('GET', '/merged-askers?matter=' + id)).json.items;
	assert.equal(joined.length, 2);
	assert.equal(joined.filter((r) => r.client).length, 1);
	// A double tap is one.
	assert.equal((await post('/q/DZ0001', second.fields, cookie)).location, second.location);
	const work_on = async (who, path, body) => { const a = await who('POST', path, body); assert.equal(a.status, 200, path + a.text); };
	await work_on(asDesk, `/matters/${id}/accept`, {});
	await work_on(asDesk, `/matters/${id}/dispatch`, { owner_unit: team });
	const order = (await asDesk('GET', `/work-orders?matter=${id}`)).json.items[0].id;
	await work_on(asWorker, `/work-orders/${order}/sign`, {});
	await work_on(asWorker, `/work-orders/${order}/complete`, { result: 'done', quality: 'good', note: '换了面板' });
	for (const link of [did.location, second.location]) {
		assert.equal((await ask(link, { act: 'read_merged' })).status, 303);
		assert.equal(await sentence(link), '已修好，请您看看');
	}
	assert.ok((await asDesk('GET', '/merged-askers?matter=' + id)).json.items.every((r) => r.answered_at));
	// A matter of another place cannot be reached from this code.
	const elsewhere = await idOf('不冷不热');
	await ask('/q/DZ0001', { act: 'me_too', matter: String(elsewhere) });
	assert.ok(!(await asDesk('GET', '/matters/' + elsewhere)).json.me_too);
});

test('U05 somebody else’s or a wrong token shows the same page as none', async () => {
	const texts = [];
	for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', "'--", 'A'.repeat(60)]) {
		const answer = await fetch(server.url + '/t/' + encodeURIComponent(token));
		assert.equal(answer.status, 404);
		texts.push(/<main[\s\S]*<\/main>/.exec(await answer.text())[0]);
	}
	assert.equal(new Set(texts).size, 1);
});

test('A4 U05 U06 U29 the way of a matter by its link: sentence, promise, urging, what is internal, confirming and rating', async () => {
	const made = await ask('/q/NY0100', { problem: '31', detail: '大厅插座没电' });
	const link = made.location;
	assert.match(await sentence(link), /前会有人到场$/);
	let a = await ask(link, { act: 'urge' });
	assert.equal(a.status, 303);
	a = await ask(link, { act: 'urge' });
	assert.equal(a.status, 429);
	assert.match(a.text, /以后可以再催/);
	a = await ask(link, { act: 'solved' });
	assert.equal(a.status, 409);
	assert.match(a.text, /已经有了新进展/);
	a = await ask(link, { act: 'add' });
	assert.equal(a.status, 422);
	a = await ask(link, { act: 'add', note: '会议改到 308' });
	assert.equal(a.status, 303);
	const id = await work('大厅插座没电', 'working');
	assert.match(await sentence(link), /^电工二班的师傅.+前到$/);
	await asDesk('POST', `/matters/${id}/remark`, { note: '内部备注：此处线路老化' });
	let page = await (await fetch(server.url + link)).text();
	assert.doesNotMatch(page, /内部的话|内部备注/);
	assert.match(page, /会议改到 308/);
	assert.match(page, /href="tel:\d+"/);
	const order = (await asDesk('GET', `/work-orders?matter=${id}`)).json.items[0].id;
	await asWorker('POST', `/work-orders/${order}/attend`, {});
	await asWorker('POST', `/work-orders/${order}/complete`, { result: 'done', quality: 'good', note: '换了面板' });
	assert.equal(await sentence(link), '已修好，请您看看');
	// Reading writes nothing.
	assert.equal((await asDesk('GET', '/matters/' + id)).json.answered_at, null);
	const p = await phone({ javaScriptEnabled: false });
	await p.page.goto(server.url + link);
	await p.tap('button[value="solved"]');
	await p.tap('.grade >> nth=0');
	await p.page.locator('input[name="tag"]').first().check();
	await p.tap('button[value="rate"]');
	assert.equal(p.count.taps, 3);
	await p.page.waitForSelector('h2:has-text("您已评价")');
	assert.match(await p.page.textContent('main'), /非常满意：来得快/);
	const row = (await asDesk('GET', '/matters/' + id)).json;
	assert.equal(row.answer_way, 'confirm');
	assert.equal(row.satisfaction, 'very_good');
	await p.close();
});

test('A4 U06 not solved: taken up again, and it says who was told', async () => {
	const link = (await ask('/q/NY0200', { problem: '31', detail: '走廊灯又不亮' })).location;
	const id = await work('走廊灯又不亮', 'done');
	const p = await phone();
	await p.page.goto(server.url + link);
	await p.tap('details.not > summary');
	await p.tap('button[value="unsolved"]');
	await p.page.waitForSelector('.toast');
	assert.match(await p.page.textContent('.toast'), /已告知电工二班和调度台/);
	assert.equal((await asDesk('GET', '/matters/' + id)).json.state, 'accepted');
	assert.equal(p.count.taps, 2);
	await p.close();
});

test('G14 a joined matter shows how the other is getting on, and nothing its asker wrote', async () => {
	await ask('/q/NY0300', { problem: '31', detail: '水管在响，请轻声敲门' });
	const link = (await ask('/q/NY0300', { problem: '31', detail: '水管声音很大', phone: '13800002222' })).location;
	const into = await idOf('水管在响，请轻声敲门'), from = await idOf('水管声音很大');
	assert.equal((await asDesk('POST', `/matters/${from}/merge`, { merged_into: into })).status, 200);
	await work('水管在响，请轻声敲门', 'working');
	const page = await (await fetch(server.url + link)).text();
	assert.match(page, /合并办理/);
	assert.match(await sentence(link), /电工二班的师傅/);
	assert.doesNotMatch(page, /轻声敲门/);
});

test('F2 U42 large type: three buttons of 60 px, one a line, remembered; two grades', async () => {
	const p = await phone();
	await p.page.goto(server.url + '/my?mode=elder');
	const buttons = await p.page.locator('.tiles .tile').evaluateAll((list) => list.map((b) => b.getBoundingClientRect()).map((r) => [r.height, r.left, r.bottom]));
	assert.equal(buttons.length, 3);
	for (const [height, left, bottom] of buttons) assert.ok(height >= 60 && left === buttons[0][1] && bottom <= SMALL.height, `${height} ${left} ${bottom}`);
	assert.match(await p.page.getAttribute('.tile.hero', 'href'), /^tel:/);
	await p.page.goto(server.url + '/q/' + ASSET);
	assert.ok(await p.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)) >= 18);
	assert.ok(await p.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)) >= 20);
	const link = (await ask('/q/BY0100', { problem: '31', detail: '值班室暖气片漏水' })).location;
	const id = await work('值班室暖气片漏水', 'done');
	await p.page.goto(server.url + link);
	p.count.taps = 0;
	await p.tap('button[value="good"]');
	await p.page.waitForSelector('.toast');
	assert.equal(p.count.taps, 1);
	const row = (await asDesk('GET', '/matters/' + id)).json;
	assert.deepEqual([row.satisfaction, row.answer_way], ['good', 'confirm']);
	// Not content: the desk has the call to make, before anything is struck off.
	const sad = (await ask('/q/BY0100', { problem: '31', detail: '值班室窗户关不严', phone: '13800004444' })).location;
	const call = await work('值班室窗户关不严', 'done');
	await p.page.goto(server.url + sad);
	await p.tap('button[value="poor"]');
	await p.page.waitForSelector('.toast');
	assert.match(await p.page.textContent('.toast'), /调度台会打电话给您/);
	assert.equal((await asDesk('GET', '/matters?view=callback&limit=1')).json.items[0].id, call);
	await p.page.goto(server.url + link);
	await p.page.locator('.banner button').tap();
	await p.page.waitForFunction(() => !document.documentElement.dataset.mode);
	assert.ok(p.page.url().endsWith(link));
	await p.close();
});

test('A4 by log-in: own figures and matters, a report in one’s own name, no phone asked', async () => {
	const page = await loginPage(browser, server, 'asker', { viewport: SMALL });
	await page.goto(server.url + '/my');
	assert.match(await page.textContent('.banner'), /在办 \d+ 件，等您评价 \d+ 件，本月办结 \d+ 件/);
	await page.goto(server.url + '/q/' + ASSET);
	assert.equal(await page.locator('#f-phone').count(), 0);
	await page.locator('.tile').nth(2).click();
	await page.fill('#f-detail', '以本人身份报的事');
	await page.click('.cta button');
	await page.waitForURL(/\/t\//);
	await page.goto(server.url + '/my');
	assert.match(await page.textContent('main'), /以本人身份报的事/);
	const row = (await asDesk('GET', '/matters/' + (await idOf('以本人身份报的事')))).json;
	assert.equal(row.channel, 'qr');
	assert.ok(row.asker);
	await page.context().close();
});

test('F2 report at home in large type: one’s own place at once, then tile and 提交', async () => {
	const page = await loginPage(browser, server, 'elder', { viewport: SMALL });
	await page.goto(server.url + '/my?mode=elder');
	await page.click('.tile:has-text("我要报修")');
	await page.waitForURL(/\/q\//);
	assert.match(await page.textContent('main'), /换个地方/);
	await page.locator('.tile').first().click();
	await page.click('.cta button');
	await page.waitForURL(/\/t\//);
	await page.goto(server.url + '/my');
	await page.click('.tile:has-text("我报的事")');
	await page.waitForURL(/\/my\/matters/);
	assert.match(await page.textContent('main'), /已收到/);
	await page.context().close();
});

test('G15 nothing found by axe, nothing wider than the window: light, dark, large type, 320 px, 200 %', async () => {
	const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
	const link = (await ask('/q/NY0902', { problem: '31', detail: '后厨排风不转' })).location;
	const done = (await ask('/q/NY0902', { problem: '31', detail: '餐厅门合页坏' })).location;
	await work('餐厅门合页坏', 'done');
	const context = await browser.newContext({ bypassCSP: true, locale: 'zh-CN', viewport: SMALL });
	const page = await context.newPage();
	const wrong = [];
	for (const path of ['/q/' + ASSET, '/q/ZZZZZZ', link, done, '/t/none', '/my', '/my/report', '/my/report?q=305', '/scan']) {
		for (const look of [{ theme: 'light' }, { theme: 'dark' }, { mode: 'elder' }, { width: 320, size: 'xxlarge' }]) {
			await context.clearCookies();
			const set = Object.entries(look).filter(([k]) => k !== 'width').map(([name, value]) => ({ name, value, url: server.url }));
			await context.addCookies(set);
			await page.setViewportSize({ width: look.width || 360, height: 640 });
			await page.goto(server.url + path);
			await page.evaluate(axe);
			const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
			for (const v of found.violations) wrong.push(`${path} ${JSON.stringify(look)} ${v.id}: ${v.nodes[0].target.join(' ')}`);
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			if (wide > 0) wrong.push(`${path} ${JSON.stringify(look)} is ${wide} px too wide`);
		}
	}
	assert.deepEqual(wrong, []);
	await context.close();
});

test('U05 ninety days after its end a link says that it has expired', async () => {
	const one = await startServer();
	const made = await fetch(one.url + '/q/NY0100', { method: 'POST', body: new URLSearchParams({ detail: '要撤回的事' }), redirect: 'manual' });
	const link = made.headers.get('location');
	const gone = await fetch(one.url + link, { method: 'POST', body: new URLSearchParams({ act: 'withdraw' }), redirect: 'manual' });
	assert.equal(gone.status, 303);
	assert.match(await (await fetch(one.url + link)).text(), /您已撤回/);
	await one.stop({ keep: true });
	const later = new Date(Date.now() + 92 * 86400e3 + 8 * 3600e3).toISOString().slice(0, 16);
	const child = spawn(program, ['serve', '--data', one.data, '--listen', '127.0.0.1:0', '--now', later], { stdio: ['ignore', 'ignore', 'pipe'] });
	const port = await new Promise((done) => child.stderr.on('data', (c) => { const m = /\(port (\d+)\)/.exec(c); if (m) done(m[1]); }));
	const answer = await fetch(`http://127.0.0.1:${port}${link}`);
	assert.equal(answer.status, 410);
	const text = await answer.text();
	assert.match(text, /已经过期/);
	assert.doesNotMatch(text, /要撤回的事/);
	await new Promise((done) => { child.on('exit', done); child.kill('SIGTERM'); });
});

test('A5 twenty reports an hour from one source; then the words give the phone, and the staff are not held up', async () => {
	const one = await startServer();
	const send = (words) => fetch(one.url + '/q/BY0200', { method: 'POST', body: new URLSearchParams({ detail: words, once: 'key' + words }), redirect: 'manual' });
	for (let i = 1; i <= 20; i++) assert.equal((await send(`第 ${i} 次`)).status, 303, `report ${i}`);
	const over = await send('第 21 次');
	assert.equal(over.status, 429);
	const text = await over.text();
	assert.match(text, /0371-\d+/);
	assert.match(text, /第 21 次/);
	// One that was kept is answered again, over the limit too.
	assert.equal((await send('第 20 次')).status, 303);
	// By log-in there is no such limit.
	const staff = await api(one, 'desk')('POST', '/matters', { title: '电话代报', kind: 1, place: 1 });
	assert.equal(staff.status, 201, staff.text);
	await one.stop();
});
