// The budgets of ui.md 2.1–2.5: taps, fields and bytes of each task, done as the person would. Askers start cold, staff with their home open.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, startBrowser, loginPage, api, DESK, PHONE } from '../start.mjs';
import { visitor, counted, SMALL } from '../phone.mjs';
import { png } from '../bytes.mjs';

let server, browser, asDesk, asWorker, ids;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	[asDesk, asWorker] = ['desk', 'worker'].map((login) => api(server, login));
	const first = async (path) => (await asDesk('GET', encodeURI(path))).json.items[0].id;
	ids = { kind: await first('/kinds?code=repair'), team: await first('/units?name=电工二班'), plumbers: await first('/units?name=水暖班'), worker: await first('/people?login=worker'), place: await first('/places?kind=room') };
});
after(async () => {
	await browser.close();
	await server.stop();
});

const photo = { name: 'p.png', mimeType: 'image/png', buffer: png(40) };
const matter = async (id) => (await asDesk('GET', '/matters/' + id)).json;
const lead = async (id) => (await asDesk('GET', `/work-orders?matter=${id}&role=lead&state=sent,working,done`)).json.items.at(-1).id;
async function did(who, path, body = {}) {
	const a = await who('POST', path, body);
	assert.ok(a.status < 300, path + ' ' + a.text);
	return a.json;
}
// A matter as far as `until`: new, accepted, sent (worker named or 0), working, done.
async function made(title, until, { worker = ids.worker, problem } = {}) {
	const { id } = await did(asDesk, '/matters', { title, kind: ids.kind, place: ids.place, ...(problem ? { problem } : {}) });
	if (until === 'new') return id;
	await did(asDesk, `/matters/${id}/accept`);
	if (until === 'accepted') return id;
	await did(asDesk, `/matters/${id}/dispatch`, { owner_unit: ids.team, ...(worker ? { worker } : {}) });
	if (until === 'sent') return id;
	const order = await lead(id);
	await did(asWorker, `/work-orders/${order}/sign`);
	if (until === 'working') return id;
	await did(asWorker, `/work-orders/${order}/complete`, { result: 'done', quality: 'good', note: '换好了' });
	return id;
}
async function reported(title, until) {
	const a = await fetch(server.url + '/q/NY0100', { method: 'POST', body: new URLSearchParams({ problem: '31', detail: title, phone: '13900000' + String(100 + Math.floor(Math.random() * 900)) }), redirect: 'manual' });
	assert.equal(a.status, 303, await a.text());
	const link = a.headers.get('location'), id = (await asDesk('GET', '/matters?sort=-id&limit=5')).json.items.find((m) => m.title === title).id;
	if (until === 'new') return { link, id };
	await did(asDesk, `/matters/${id}/accept`);
	await did(asDesk, `/matters/${id}/dispatch`, { owner_unit: ids.team });
	const order = await lead(id);
	await did(asWorker, `/work-orders/${order}/sign`);
	await did(asWorker, `/work-orders/${order}/complete`, { result: 'done', quality: 'good', note: '换好了' });
	return { link, id };
}
function within(p, what, taps, fields, kilo) {
	const { count } = p;
	assert.ok(count.taps <= taps, `${what}: ${count.taps} taps, ${taps} allowed`);
	assert.ok(count.fields <= fields, `${what}: ${count.fields} fields, ${fields} allowed`);
	assert.ok(count.bytes <= kilo * 1000, `${what}: ${count.bytes} bytes, ${kilo} k allowed`);
	assert.deepEqual(count.errors, [], what);
}
async function staff(login, path, options) {
	const page = await loginPage(browser, server, login, options);
	await page.goto(server.url + path);
	const p = await counted(page);
	p.start();
	return p;
}
const card = (p, title) => p.page.locator('.card', { hasText: title });

test('A5 U48 budget: report without a code, 4 taps, 2 fields, 40 kB', async () => {
	const p = await visitor(browser);
	await p.page.goto(server.url + '/my');
	await p.tap('a.tile.hero');
	await p.page.waitForURL(/\/my\/report/);
	await p.fill('#f-q', '机关餐厅');
	await p.page.press('#f-q', 'Enter');
	await p.page.waitForURL(/q=/);
	await p.tap('a.card:has-text("机关餐厅")');
	await p.page.waitForURL(/\/q\//);
	await p.tap('.tile');
	await p.fill('#f-detail', '后厨这边');
	await p.tap('.cta button');
	await p.page.waitForURL(/\/t\//);
	within(p, 'report without a code', 4, 2, 40);
	await p.close();
});

test('A4 U06 budget: follow up and add or urge, 2 taps, 1 field, 25 kB; a second urging says from when it is possible', async () => {
	const { link, id } = await reported('走廊开关松了', 'new'), p = await visitor(browser);
	await p.page.goto(server.url + link);
	await p.fill('#f-note', '在东头');
	await p.tap('button[value="add"]');
	await p.page.waitForSelector('.toast');
	await p.tap('button[value="urge"]');
	await p.page.waitForFunction(() => /催办/.test(document.querySelector('.toast')?.textContent));
	within(p, 'add and urge', 2, 1, 25);
	await p.tap('button[value="urge"]');
	await p.page.waitForSelector('#errors');
	assert.match(await p.page.textContent('#errors'), /已催过一次.*\d+:\d+ 以后可以再催/);
	assert.equal((await matter(id)).urge_count, 1);
	await p.close();
});

test('A4 U06 budget: confirm and rate, 3 taps, no field, 25 kB', async () => {
	const { link, id } = await reported('吊顶灯嗡嗡响', 'done'), p = await visitor(browser);
	await p.page.goto(server.url + link);
	await p.tap('button[value="solved"]');
	await p.page.waitForSelector('.grade');
	await p.tap('.grade');
	await p.tap('button[value="rate"]');
	await p.page.waitForSelector('h2:has-text("您已评价")');
	within(p, 'confirm and rate', 3, 0, 25);
	assert.equal((await matter(id)).satisfaction, 'very_good');
	await p.close();
});

for (const script of [true, false])
	test(`A4 budget: the liaison's unit, script ${script ? 'on' : 'off'}: open, overdue, history, satisfaction; list and export in 2 taps, 40 kB`, async () => {
		const page = await loginPage(browser, server, 'liaison', { viewport: PHONE, javaScriptEnabled: script });
		await page.goto(server.url + '/my');
		const p = await counted(page);
		p.start();
		const lines = await page.locator('#unit + .card a').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href'), Number(a.dataset.count)]));
		assert.deepEqual(lines.map(([words]) => words.trim()), ['在办', '已超时', '等回音', '已办结', '满意', '不满意']);
		for (const [words, href, count] of lines) {
			const text = await (await page.request.get(server.url + href)).text();
			assert.equal(Number(/共 ([\d ]+)\+? 条/.exec(text)[1].replace(/ /g, '')), count, words);
		}
		p.start();
		await p.tap('#unit + .card a:has-text("在办")');
		await page.waitForURL(/\/matters\?view=open/);
		const away = page.locator('a[href*=".csv"], a[href*=".xlsx"]').first();
		const href = await away.getAttribute('href');
		p.count.taps++;
		const csv = await page.request.get(new URL(href, page.url()).href);
		assert.equal(csv.status(), 200);
		within(p, 'liaison', 2, 0, 40);
		await p.close();
	});

test('F2 U42 budget: large type — call in 1 tap, report in 2, what became of it in 1, rate in 2; nothing else above the fold', async () => {
	let p = await visitor(browser);
	await p.page.goto(server.url + '/my?mode=elder');
	assert.match(await p.page.getAttribute('a.tile.hero', 'href'), /^tel:/);
	within(p, 'call', 1, 0, 20);
	await p.close();
	const page = await loginPage(browser, server, 'elder', { viewport: SMALL });
	await page.goto(server.url + '/my?mode=elder');
	p = await counted(page);
	p.start();
	await p.tap('.tile:has-text("我报的事")');
	await page.waitForURL(/\/my\/matters/);
	within(p, 'what became of it', 1, 0, 20);
	assert.match(await page.textContent('main'), /。|前|请您看看|正在/);
	await page.goto(server.url + '/my');
	p.start();
	await p.tap('.tile:has-text("我要报修")');
	await page.waitForURL(/\/q\//);
	const open = p.count.taps;
	await p.tap('.tile');
	await p.tap('.cta button');
	await page.waitForURL(/\/t\//);
	// 我要报修 opens the address; tile and 提交 are the two of the budget.
	assert.equal(p.count.taps - open, 2);
	assert.ok(p.count.bytes <= 30000, `${p.count.bytes} bytes`);
	await p.close();
	const { link, id } = await reported('家里灯不亮', 'done');
	p = await visitor(browser);
	await p.context.addCookies([{ name: 'mode', value: 'elder', url: server.url }]);
	await p.page.goto(server.url + link);
	await p.tap('button[value="poor"]');
	await p.page.waitForSelector('.toast');
	within(p, 'rate', 2, 0, 20);
	assert.ok((await matter(id)).callback_until);
	// Reading aloud: by script, and only where the browser can speak.
	const can = await p.page.evaluate(() => 'speechSynthesis' in window), speak = p.page.locator('[data-speak]');
	assert.equal(await speak.isVisible(), can);
	await p.close();
	p = await visitor(browser, { javaScriptEnabled: false });
	await p.page.goto(server.url + link);
	assert.equal(await p.page.locator('[data-speak]').isVisible(), false);
	await p.close();
});

for (const script of [true, false])
	test(`U10 budget: the worker's tasks, script ${script ? 'on' : 'off'}: take 2, arrive 1, finish 4, cannot finish 3, return with reason and proposed owner`, async () => {
		const mark = script ? '甲' : '乙', p = await staff('worker', '/tasks', { viewport: PHONE, javaScriptEnabled: script });
		const titles = ['开水器不热', '插座冒火花', '排风扇卡住'].map((t) => t + mark), made_ids = [];
		for (const title of titles) made_ids.push(await made(title, 'sent'));
		await p.page.goto(server.url + '/tasks');
		p.start();
		await p.tap(card(p, titles[0]).getByRole('button', { name: '接单' }));
		await p.page.waitForSelector('.toast');
		within(p, 'take', 2, 0, 25);
		p.start();
		await p.tap(card(p, titles[0]).getByRole('button', { name: '已到场' }));
		await p.page.waitForFunction((t) => Array.from(document.querySelectorAll('.card')).some((c) => c.textContent.includes(t) && /已到场 /.test(c.textContent)), titles[0]).catch(() => p.page.waitForSelector('.tag.green'));
		assert.ok((await matter(made_ids[0])).attended_at);
		p.start();
		await p.tap(card(p, titles[0]).getByRole('link', { name: '完成' }));
		await p.page.waitForURL(/\/finish$/);
		p.count.taps++; // the camera
		await p.page.setInputFiles('input[name=photos]', photo);
		await p.page.setInputFiles('input[name=before]', photo).catch(() => {});
		await p.tap(p.page.locator('.tile', { hasText: '暂时处理' }));
		await p.fill('#f-parts', '加热管 1 根');
		await p.tap('.cta button');
		await p.page.waitForURL(/\/tasks$/);
		within(p, 'finish', 4, 2, 15);
		assert.equal((await matter(made_ids[0])).result, 'eased');
		await did(asWorker, `/work-orders/${await lead(made_ids[1])}/sign`);
		await p.page.goto(server.url + '/tasks');
		p.start();
		await p.tap(card(p, titles[1]).getByRole('link', { name: '修不了' }));
		await p.page.waitForURL(/\/cannot$/);
		await p.tap(p.page.locator('label', { hasText: '设施条件不具备' }));
		await p.tap('.cta button');
		await p.page.waitForURL(/\/tasks$/);
		within(p, 'cannot finish', 3, 1, 10);
		assert.equal((await matter(made_ids[1])).pause_reason, '设施条件不具备');
		p.start();
		await p.tap(card(p, titles[2]).getByRole('link', { name: '退回' }));
		await p.page.waitForURL(/\/return$/);
		await p.tap(p.page.locator('label', { hasText: '不属本单位职责' }));
		p.count.fields++;
		await p.page.selectOption('#f-next_unit', { label: '水暖班' });
		await p.tap('.cta button');
		await p.page.waitForURL(/\/tasks$/);
		within(p, 'return', 3, 1, 25);
		assert.equal((await matter(made_ids[2])).return_count, 1);
		assert.equal(await p.page.locator('a[href="/my/opinion"]').count(), 1);
		await p.close();
	});

test('U12 budget: the team leader assigns in 1 tap by skill, place and load, several in 2 and a choice, checks a pair side by side, sends back with a word', async () => {
	const problem = (await asDesk('GET', encodeURI('/problems?name=办公室灯不亮'))).json.items[0].id;
	await made('先办过的一件', 'done', { problem });
	await made('手上的一件', 'working');
	const one = await made('机房灯带不亮', 'sent', { worker: 0, problem }), two = await made('应急灯常亮', 'sent', { worker: 0 }), three = await made('射灯脱落', 'sent', { worker: 0 });
	const p = await staff('team', '/home', { viewport: PHONE });
	const box = (title) => p.page.locator('.assign', { hasText: title });
	const offers = await box('机房灯带不亮').locator('button[name=worker]').allInnerTexts();
	assert.ok(offers.length >= 1 && offers.length <= 3, offers.join('|'));
	for (const offer of offers) assert.match(offer, /派给 .+手上 \d+ 件/s);
	assert.match(offers[0], /同类办过 \d+ 件，就在附近，手上 \d+ 件/, 'who knows it and is near stands first, though with more in hand');
	p.start();
	await p.tap(box('机房灯带不亮').locator('button[name=worker]'));
	await p.page.waitForSelector('.toast');
	within(p, 'assign', 2, 0, 30);
	assert.ok((await matter(one)).worker);
	p.start();
	for (const title of ['应急灯常亮', '射灯脱落']) await p.tap(box(title).locator('input[type=checkbox]'));
	await p.page.selectOption('#f-worker', { value: String(ids.worker) });
	await p.tap('#several button');
	await p.page.waitForFunction(() => /已派出 2 件/.test(document.body.textContent));
	within(p, 'assign several', 3, 1, 30);
	for (const id of [two, three]) assert.ok((await matter(id)).worker);
	// A pair: before and after, beside one another.
	const wp = await staff('worker', '/tasks', { viewport: PHONE });
	await did(asWorker, `/work-orders/${await lead(two)}/sign`);
	await wp.page.goto(`${server.url}/tasks/${await lead(two)}/finish`);
	await wp.page.setInputFiles('input[name=before]', photo);
	await wp.page.setInputFiles('input[name=photos]', { ...photo, buffer: png(50) });
	await wp.page.click('.cta button');
	await wp.page.waitForURL(/\/tasks$/);
	await wp.close();
	await did(asWorker, `/work-orders/${await lead(three)}/sign`);
	await did(asWorker, `/work-orders/${await lead(three)}/complete`, { result: 'done', quality: 'good', note: '装好了' });
	// The oldest five stand on the page; those of the demo are checked first.
	const asTeam = api(server, 'team');
	for (const old of (await asTeam('GET', '/work-orders?view=check&limit=100')).json.items) if (!/^(应急灯常亮|射灯脱落)$/.test(old.task)) await asTeam('POST', `/work-orders/${old.id}/check`, {});
	await p.page.goto(server.url + '/home');
	const check = (title) => p.page.locator('.check', { hasText: title });
	const boxes = await check('应急灯常亮').locator('.photo-pair .photo').evaluateAll((all) => all.map((a) => a.getBoundingClientRect()).map((r) => [r.left, r.top, r.right]));
	assert.equal(boxes.length, 2);
	assert.equal(boxes[0][1], boxes[1][1]);
	assert.ok(boxes[0][2] <= boxes[1][0]);
	const order = await lead(two), back = await lead(three);
	p.start();
	await p.tap(check('应急灯常亮').getByRole('button', { name: '通过' }));
	await p.page.waitForSelector('.toast');
	within(p, 'check', 2, 0, 25);
	assert.ok((await asDesk('GET', '/work-orders/' + order)).json.checked_at);
	p.start();
	await p.tap(check('射灯脱落').getByRole('link', { name: '返工' }));
	await p.page.waitForURL(/\/rework$/);
	await p.fill('#f-note', '还松，请加固');
	await p.tap('button[data-submit]');
	await p.page.waitForURL((url) => !/rework$/.test(url.pathname));
	within(p, 'rework', 2, 1, 25);
	assert.equal((await asDesk('GET', '/work-orders/' + back)).json.state, 'working');
	await p.close();
});

test('F2 U14 budget: the desk takes a call (3 fields, Ctrl+Enter), dispatches lead and helper with the keyboard, decides a return, urges, merges, calls back', async () => {
	const p = await staff('desk', '/desk', { viewport: DESK }), { page } = p;
	p.start();
	await p.tap('.console-call a');
	await page.waitForURL(/\/matters\/new/);
	await p.fill('#f-place', (await asDesk('GET', '/places/' + ids.place)).json.full_name);
	await p.tap(page.locator('label', { has: page.locator(`input[name=kind][value="${ids.kind}"]`) }));
	await p.fill('#f-title', '投影没有信号');
	await page.keyboard.press('Control+Enter');
	await page.waitForURL(/\/dispatch$/);
	assert.ok(p.count.fields <= 3 && p.count.taps <= 3 && p.count.bytes <= 60000, JSON.stringify(p.count));
	assert.ok((await asDesk('GET', '/matters?sort=-id&limit=3')).json.items.some((m) => m.title === '投影没有信号'), await page.innerText('main'));
	// Only keys: the suggested lead stands chosen, a helper with a date of its own.
	const id = await made('电梯厅地砖空鼓', 'accepted');
	await page.goto(`${server.url}/desk?view=accepted&id=${id}`);
	p.start();
	await page.focus(`form[action="/desk/${id}/dispatch"] [name=help_unit_0_label]`);
	await page.keyboard.type('水暖班');
	await page.keyboard.press('Tab');
	await page.focus('[name=help_task_0]');
	await page.keyboard.type('查渗水');
	const due = new Date(Date.now() + 3600e3 + 8 * 3600e3).toISOString().slice(0, 16);
	await page.evaluate((value) => { document.querySelector('[name=help_due_0]').value = value; }, due);
	await page.keyboard.press('Control+Enter');
	await page.waitForFunction(() => /已派单/.test(document.body.textContent));
	within(p, 'dispatch', 2, 2, 20);
	const parts = (await asDesk('GET', `/work-orders?matter=${id}`)).json.items;
	assert.equal(parts.length, 2);
	assert.notEqual(parts[0].due_at, parts[1].due_at);
	// A second return: the desk decides, the clock never stopped, and a third is refused.
	const twice = await made('墙角渗水', 'sent'), reason = (await asDesk('GET', '/dictionaries?dict=return_reason')).json.items[0].id, clock = (await matter(twice)).due_at;
	await did(asWorker, `/work-orders/${await lead(twice)}/return_to_desk`, { return_reason: reason, next_unit: ids.plumbers, note: '是水管' });
	await did(asDesk, `/matters/${twice}/dispatch`, { owner_unit: ids.plumbers });
	await did(api(server, 'worker2'), `/work-orders/${await lead(twice)}/return_to_desk`, { return_reason: reason, next_unit: ids.team, note: '是电线' });
	await page.goto(`${server.url}/desk?view=returned`);
	p.start();
	await p.tap(page.locator('.item a', { hasText: '墙角渗水' }));
	await page.waitForSelector('#returns:has-text("已退单 2 次")');
	assert.match(await page.innerText('#returns'), /终审[\s\S]*时钟没有停/);
	await p.tap(`form[action="/desk/${twice}/dispatch"] button[data-submit]`);
	await page.waitForFunction(() => /已派单/.test(document.body.textContent));
	within(p, 'decide a return', 3, 1, 20);
	assert.equal((await matter(twice)).due_at, clock);
	const third = await asWorker('POST', `/work-orders/${await lead(twice)}/return_to_desk`, { return_reason: reason, next_unit: ids.plumbers, note: '还是水管' });
	assert.equal(third.status, 409, third.text);
	assert.match(third.text, /调度台已终审/);
	// Urge.
	await page.goto(`${server.url}/desk?view=unsigned&id=${twice}`);
	p.start();
	await p.tap(`form[action="/desk/${twice}/urge"] button[data-submit]`);
	await page.waitForFunction(() => /已催办/.test(document.body.textContent));
	within(p, 'urge', 2, 0, 15);
	// Merge.
	const same = [await made('茶水间漏电', 'new'), await made('茶水间插座漏电', 'new')];
	await page.goto(`${server.url}/desk?view=new`);
	p.start();
	for (const one of same) await page.check(`input[name="id"][value="${one}"]`);
	await p.tap('button[name="do"][value="merge"]');
	await page.waitForSelector('button[name="run"]');
	assert.match(await page.innerText('main'), /报事人各有一份回音/);
	await p.tap('button[name="run"]');
	await page.waitForFunction(() => /办理结果/.test(document.body.textContent));
	assert.ok(p.count.bytes <= 25000, `merge ${p.count.bytes}`);
	// Call back: who is not content has it opened again.
	const { link, id: sad } = await reported('水房灯罩掉落', 'done');
	await fetch(server.url + link, { method: 'POST', body: new URLSearchParams({ act: 'poor' }) });
	await page.goto(`${server.url}/desk?view=callback`);
	p.start();
	await p.tap(page.locator('.item a', { hasText: '水房灯罩掉落' }));
	await page.waitForSelector(`form[action="/desk/${sad}/callback"]`);
	p.count.fields++;
	await page.selectOption(`form[action="/desk/${sad}/callback"] [name=satisfaction]`, 'poor').catch(() => page.check(`form[action="/desk/${sad}/callback"] [name=satisfaction][value=poor]`, { force: true }));
	await p.fill(`form[action="/desk/${sad}/callback"] [name=note]`, '还是歪的');
	await p.tap(`form[action="/desk/${sad}/callback"] button[data-submit]`);
	await page.waitForFunction(() => /已登记/.test(document.body.textContent));
	within(p, 'call back', 3, 2, 20);
	assert.equal((await matter(sad)).state, 'accepted');
	await p.close();
});
