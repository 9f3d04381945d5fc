// What waits for each: the worker's jobs on the phone, the team leader's assigning, heads and leaders with figures that open their rows.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { startServer, startBrowser, loginPage, api, DESK, PHONE } from '../start.mjs';

const root = resolve(import.meta.dirname, '../..');
let server, browser, desk, ids;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	desk = api(server, 'desk');
	ids = {
		kind: await first('/kinds?code=repair'), unit: await first('/units?name=电工二班'),
		worker: await first('/people?login=worker'), place: await first('/places?kind=room'),
	};
});
after(async () => {
	await browser.close();
	await server.stop();
});

// One log-in a person for the whole file; each page has a context of its own.
const states = {};
async function at(login, path, options = {}) {
	if (!states[login]) {
		const page = await loginPage(browser, server, login);
		states[login] = await page.context().storageState();
		await page.context().close();
	}
	const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN', storageState: states[login], ...options });
	const page = await context.newPage();
	await page.goto(server.url + path);
	return page;
}

async function first(path) {
	const answer = await desk('GET', encodeURI(path));
	assert.equal(answer.status, 200, answer.text);
	assert.ok(answer.json.items.length, path);
	return answer.json.items[0].id;
}

// A matter that the desk sent to 电工二班, to its electrician or to nobody yet.
async function sent(title, worker) {
	const made = await desk('POST', '/matters', { title, kind: ids.kind, place: ids.place, detail: '请尽快来看看' });
	assert.equal(made.status, 201, made.text);
	const id = made.json.id;
	for (const [command, body] of [['accept', {}], ['dispatch', { owner_unit: ids.unit, ...(worker ? { worker } : {}) }]]) {
		const answer = await desk('POST', `/matters/${id}/${command}`, body);
		assert.ok(answer.status < 300, answer.text);
	}
	const orders = await desk('GET', `/work-orders?matter=${id}`);
	return { id, order: orders.json.items[0].id };
}
const matter = async (id) => (await desk('GET', `/matters/${id}`)).json;
const photos = async (id, stage) => (await desk('GET', `/attachments?matter=${id}&stage=${stage}`)).json.items.length;

// A small true PNG: w × h of one colour.
function png(w, h, colour) {
	const chunk = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const out = Buffer.alloc(body.length + 8);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
		return out;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(w, 0);
	head.writeUInt32BE(h, 4);
	head[8] = 8;
	head[9] = 2;
	const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(w * 3, colour)]);
	const bytes = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(h).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
	return { name: `photo-${colour}.png`, mimeType: 'image/png', buffer: bytes };
}

const card = (page, title) => page.locator('.card', { hasText: title });

for (const script of [true, false])
	test(`U10 U12 worker on the phone, script ${script ? 'on' : 'off'}: accept, arrive, photograph, finish in four taps`, async () => {
		const title = `三号楼走廊灯闪烁${script ? '甲' : '乙'}`;
		const { id } = await sent(title, ids.worker);
		const page = await at('worker', '/home', { viewport: PHONE, javaScriptEnabled: script, isMobile: true, hasTouch: true });
		assert.match(page.url(), /\/tasks$/);
		await card(page, title).getByRole('button', { name: '接单' }).tap();
		await page.waitForSelector('.toast');
		assert.match(await page.textContent('.toast'), /已接单/);
		assert.equal((await matter(id)).state, 'working');
		const photo = card(page, title).locator('input[type=file]');
		if (await photo.count()) await photo.setInputFiles(png(40, 30, 60));
		await card(page, title).getByRole('button', { name: '已到场' }).tap();
		await page.waitForSelector('.tag.green');
		assert.ok((await matter(id)).attended_at);
		let taps = 0;
		const tap = async (what) => (taps++, what.tap());
		await tap(card(page, title).getByRole('link', { name: '完成' }));
		await page.waitForURL(/\/finish$/);
		taps++; // the camera button; taking the picture itself is the phone's
		await page.locator('input[name=photos]').setInputFiles(png(40, 30, 180));
		await tap(page.getByRole('radio', { name: '修好' }));
		await tap(page.locator('.cta button'));
		await page.waitForURL(/\/tasks$/);
		assert.ok(taps <= 4, `${taps} taps`);
		assert.match(await page.textContent('.toast'), /已完成/);
		const done = await matter(id);
		assert.equal(done.state, 'done');
		assert.equal(done.result, 'done');
		assert.equal(done.quality, 'good');
		assert.match(done.outcome, /已修好/);
		assert.equal(await photos(id, 'after'), 1);
		assert.equal(await card(page, title).count(), 0);
		await page.context().close();
	});

test('U28 a refused finish keeps photo and words; what cannot be done needs words', async () => {
	const title = '配电箱跳闸';
	const { id, order } = await sent(title, ids.worker);
	const page = await at('worker', '/home', { viewport: PHONE, javaScriptEnabled: false });
	await card(page, title).getByRole('button', { name: '接单' }).click();
	await page.goto(`${server.url}/tasks/${order}/finish?result=not_done`);
	assert.ok(await page.getByRole('radio', { name: '修不了' }).isChecked());
	await page.locator('input[name=photos]').setInputFiles(png(30, 30, 90));
	await page.fill('#f-parts', '空开 1 只');
	await page.locator('.cta button').click();
	await page.waitForSelector('#errors');
	assert.equal((await matter(id)).state, 'working');
	assert.equal(await page.inputValue('#f-parts'), '空开 1 只');
	assert.equal(await page.locator('input[name=photos_kept]').count(), 1);
	assert.ok(await page.getByRole('radio', { name: '修不了' }).isChecked());
	await page.fill('#f-note', '箱体老化，须整体更换，已报工程维修科');
	await page.locator('.cta button').click();
	await page.waitForURL(/\/tasks$/);
	assert.equal((await matter(id)).result, 'not_done');
	assert.equal(await photos(id, 'after'), 1);
	await page.context().close();
});

test('A2 cannot finish: a pause with reason and date rests the clock; a return names why and who', async () => {
	const waiting = await sent('楼梯间灯座松动', ids.worker), other = await sent('水池堵了', ids.worker);
	const page = await at('worker', '/home', { viewport: PHONE, javaScriptEnabled: false });
	await card(page, '楼梯间灯座松动').getByRole('button', { name: '接单' }).click();
	let taps = 0;
	await card(page, '楼梯间灯座松动').getByRole('link', { name: '修不了' }).click(), taps++;
	await page.getByRole('radio', { name: '等配件' }).check(), taps++;
	await page.locator('.cta button').click(), taps++;
	await page.waitForURL(/\/tasks$/);
	assert.ok(taps <= 3);
	const paused = await matter(waiting.id);
	assert.ok(paused.paused_at && paused.pause_until);
	assert.equal(paused.pause_reason, '等配件');
	assert.match(await page.locator('main').textContent(), /暂停的/);
	await card(page, '楼梯间灯座松动').getByRole('button', { name: '继续办' }).click();
	assert.equal((await matter(waiting.id)).paused_at, null);
	await card(page, '水池堵了').getByRole('link', { name: '退回' }).click();
	await page.getByRole('radio', { name: '不属本单位职责' }).check();
	await page.selectOption('#f-next_unit', { label: '水暖班' });
	await page.locator('.cta button').click();
	await page.waitForURL(/\/tasks$/);
	const back = await matter(other.id);
	assert.equal(back.state, 'accepted');
	assert.equal(back.return_count, 1);
	await page.context().close();
});

test('a worker cannot act on another unit\'s order, and is told so', async () => {
	const plumber = await desk('GET', encodeURI('/work-orders?state=working&limit=100'));
	const mine = new Set((await api(server, 'worker')('GET', '/work-orders?limit=200')).json.items.map((row) => row.id));
	const foreign = plumber.json.items.find((row) => !mine.has(row.id));
	const page = await at('worker', '/home', { viewport: PHONE });
	for (const way of ['finish', 'cannot', 'return']) assert.equal((await page.goto(`${server.url}/tasks/${foreign.id}/${way}`)).status(), 404);
	await page.context().close();
});

test('team leader: assigns with one tap, several at once, checks a pair of photos', async () => {
	const one = await sent('机房空调面板不亮', 0), two = await sent('走廊应急灯不亮', 0), three = await sent('门厅射灯不亮', 0);
	const page = await at('team', '/home');
	const box = page.locator('.assign', { hasText: '机房空调面板不亮' });
	await box.getByRole('button', { name: /派给 电工二班电工岗/ }).click();
	await page.waitForSelector('.toast');
	assert.equal(String((await desk('GET', `/work-orders/${one.order}`)).json.worker), String(ids.worker));
	for (const title of ['走廊应急灯不亮', '门厅射灯不亮']) await page.locator('.assign', { hasText: title }).getByRole('checkbox').check();
	await page.selectOption('#f-worker', { value: String(ids.worker) });
	await page.locator('#several button').click();
	await page.waitForSelector('.toast');
	assert.match(await page.locator('.toast').last().textContent(), /已派出 2 件/);
	for (const part of [two, three]) assert.equal(String((await desk('GET', `/work-orders/${part.order}`)).json.worker), String(ids.worker));
	const shown = await page.locator('.check a[href^="/work-orders/"]').first().getAttribute('href');
	await page.locator('.check').first().getByRole('button', { name: '通过' }).click();
	await page.waitForSelector('.toast');
	assert.ok((await desk('GET', shown.replace(/\/rework$/, ''))).json.checked_at);
	await page.context().close();
});

test('leader: the red list has owner, overdue time and words ready to urge', async () => {
	const page = await at('leader', '/home');
	const row = page.locator('tbody tr', { has: page.getByRole('link', { name: '催办' }) }).first();
	assert.match(await row.textContent(), /超 /);
	const title = await row.locator('.c-title a').getAttribute('href');
	const before = (await desk('GET', title)).json.urge_count || 0;
	await row.getByRole('link', { name: '催办' }).click();
	assert.match(await page.inputValue('#f-note'), /已超时限/);
	await page.locator('form.form button.main').click();
	await page.waitForURL(/\/matters\/\d+$/);
	assert.equal((await desk('GET', title)).json.urge_count, before + 1);
	await page.context().close();
});

test('A9 effect check: the inspector writes what was seen; refused without words and kept', async () => {
	const page = await at('inspector', '/home', { viewport: PHONE, javaScriptEnabled: false });
	await page.goto(server.url + '/effect-checks');
	const form = page.locator('form[action^="/effect-checks/"]').first();
	const id = /\d+$/.exec(await form.getAttribute('action'))[0];
	await form.locator('input[name=note]').fill('现场复查，未再发生');
	await form.getByRole('button', { name: '效果良好' }).click();
	assert.equal((await matter(id)).effect_ok, true);
	const next = page.locator('form[action^="/effect-checks/"]').first();
	const second = /\d+$/.exec(await next.getAttribute('action'))[0];
	await next.locator('input[name=note]').fill('又漏了');
	await next.getByRole('button', { name: '未根治' }).click();
	assert.equal((await matter(second)).state, 'accepted');
	await page.context().close();
});

const HOMES = ['worker', 'team', 'head', 'leader', 'inspector', 'discipline', 'finance', 'system', 'security', 'audit'];

async function total(page, address) {
	const answer = await page.request.get(new URL(address, server.url).href);
	assert.equal(answer.status(), 200, address);
	const found = /共 ([\d ]+)\+? 条/.exec(await answer.text());
	assert.ok(found, `no total on ${address}`);
	return Number(found[1].replace(/ /g, ''));
}

test('F4 U39 every figure of every home equals the list behind it: 0 differences', async () => {
	const wrong = [];
	let pressed = 0;
	for (const login of HOMES) {
		const page = await at(login, '/home');
		const links = await page.locator('[data-count], [data-whole]').evaluateAll((all) => all.map((a) => ({ address: a.getAttribute('href'), count: Number(a.dataset.count || a.dataset.whole) })));
		assert.ok(links.length >= 2, login);
		const rows = await Promise.all(links.map(({ address }) => total(page, address)));
		pressed += links.length;
		links.forEach(({ address, count }, i) => { if (rows[i] !== count) wrong.push(`${login} ${address}: ${count}, list ${rows[i]}`); });
		await page.context().close();
	}
	assert.deepEqual(wrong, []);
	assert.ok(pressed > 150, `${pressed} figures`);
});

test('U40 every definition says what is counted, and its numbers equal their lists', async () => {
	const page = await at('leader', '/home');
	await page.goto(server.url + '/figures');
	const names = await page.locator('tbody a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
	assert.ok(names.length > 20);
	for (const name of names) {
		const text = await (await page.request.get(server.url + name)).text();
		assert.match(text, /口径/);
		const parts = [...text.matchAll(/href="([^"]+)"\s+data-(?:count|whole)="(\d+)"/g)];
		assert.ok(parts.length, name);
		for (const [, address, count] of parts) assert.equal(await total(page, address.replace(/&amp;/g, '&')), Number(count), name);
	}
	await page.context().close();
});

test('G15 no finding of axe on any home at desk and phone size, nothing wider than the window', async () => {
	const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
	const found = [];
	const { order } = await sent('卫生间感应灯不灵', ids.worker);
	const pages = [...HOMES.map((login) => [login, '/home']), ['worker', `/tasks/${order}/finish`], ['worker', `/tasks/${order}/cannot`], ['worker', `/tasks/${order}/return`],
		['worker', `/work-orders/${order}`], ['inspector', '/effect-checks'], ['leader', '/figures'], ['leader', '/figures/done-on-time']];
	for (const viewport of [DESK, PHONE])
		for (const [login, path] of pages) {
			const page = await at(login, path, { viewport });
			await page.evaluate(axe);
			const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
			for (const violation of result.violations) found.push(`${login} ${path} ${viewport.width}: ${violation.id} ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(' | ')}`);
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			if (wide > 0) found.push(`${login} ${path} ${viewport.width}: ${wide} px too wide`);
			await page.context().close();
		}
	assert.deepEqual(found, []);
});

test('U48 the worker\'s page is light: warm 15 kB at most, no address outside the server', async () => {
	const page = await at('worker', '/home', { viewport: PHONE });
	const answer = await page.request.get(server.url + '/tasks', { headers: { 'accept-encoding': 'gzip' } });
	const { gzipSync } = await import('node:zlib');
	const size = gzipSync(await answer.body()).length;
	assert.ok(size <= 15 * 1024, `${size} bytes`);
	const outside = await page.locator('[src^="http"], link[href^="http"], form[action^="http"]').count();
	assert.equal(outside, 0);
	await page.context().close();
});
