// The desk's day in a real browser: accept, dispatch with a cooperating unit, decide a return, answer by phone, strike off only with the
// three duties full, join duplicates, take a call. At 10:30 of a working day, so that clocks run.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, startBrowser, loginPage, api, PHONE } from '../start.mjs';

let server, browser, desk, asAsker, asDesk, as;
const ids = {};
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	desk = await loginPage(browser, server, 'desk');
	as = (login) => api(server, login);
	asAsker = as('asker');
	asDesk = as('desk');
	const find = async (path, name) => {
		const list = (await asDesk('GET', `${path}?limit=200`)).json.items;
		return list.find((row) => (row.full_name || row.name) === name || row.code === name);
	};
	ids.repair = (await find('/kinds', 'repair')).id;
	ids.place = (await find('/places', 'NA302') || (await asDesk('GET', '/places?kind=room&limit=200')).json.items[0]).id;
	ids.lamp = (await asDesk('GET', '/problems?limit=200')).json.items.find((p) => p.name === '办公室灯不亮').id;
	ids.team = (await find('/units', '电工二班')).id;
	ids.plumbers = (await find('/units', '水暖班')).id;
});
after(async () => {
	await browser.close();
	await server.stop();
});

async function report(title, more = {}) {
	const made = await asAsker('POST', '/matters', { title, kind: ids.repair, place: ids.place, detail: '晚上看不清', ...more });
	assert.equal(made.status, 201, made.text);
	return made.json.id;
}
const go = (path, page = desk) => page.goto(server.url + path);
const text = (page = desk) => page.innerText('main');
const matter = async (id) => (await asDesk('GET', `/matters/${id}`)).json;
const orders = async (id) => (await asDesk('GET', `/work-orders?matter=${id}&limit=50`)).json.items;
async function send(page, button) {
	await Promise.all([page.waitForNavigation(), button.click()]);
}

test('A8 accept and dispatch with a cooperating unit from the console; the list moves to the next row', async () => {
	const first = await report('三楼走廊灯不亮', { problem: ids.lamp }), second = await report('楼梯扶手松动');
	await go(`/desk?view=new&id=${first}`);
	const before = Number(await desk.innerText('.queue[aria-current] b'));
	await send(desk, desk.locator(`form[action="/desk/${first}/accept"] button.main`));
	assert.equal(Number(await desk.innerText('.queue[aria-current] b')), before - 1);
	assert.match(desk.url(), new RegExp(`view=new&id=(${second}|\\d+)`));
	assert.doesNotMatch(desk.url(), new RegExp(`id=${first}$`));
	assert.match(await desk.innerText('#live'), /已受理/);
	await go(`/desk?view=accepted&id=${first}`);
	const form = desk.locator(`form[action="/desk/${first}/dispatch"]`);
	assert.match(await form.locator('label.choice').first().innerText(), /电工二班/);
	assert.match(await form.locator('#preview').innerText(), /签收.*办结/s);
	await form.locator('#f-help_unit_0').fill('会议保障科');
	await form.locator('#f-help_task_0').fill('调换会议室');
	await send(desk, form.locator('button[data-submit]'));
	assert.match(await desk.innerText('#live'), /已派单/);
	assert.equal((await matter(first)).state, 'sent');
	const made = await orders(first);
	assert.deepEqual(made.map((o) => [o.role, o.unit_label, o.task]).sort(), [['helper', '会议保障科', '调换会议室'], ['lead', '电工二班', '三楼走廊灯不亮']]);
	await go(`/matters/${first}`);
	assert.match(await desk.innerText('#timeline'), /派单：主办 电工二班，协办 会议保障科（调换会议室/);
	ids.first = first;
	ids.second = second;
});

test('wrong input is kept, and all that is wrong is said at once', async () => {
	const id = ids.second;
	await asDesk('POST', `/matters/${id}/accept`, {});
	await go(`/matters/${id}/dispatch`);
	const before = await desk.inputValue('main input[name="once"]');
	await desk.fill('#f-other', '没有的单位');
	await desk.fill('#f-help_unit_0', '会议保障科');
	await desk.fill('#f-help_due_0', '2020-01-01T10:00');
	await desk.fill('#f-help_task_1', '扶住梯子');
	await desk.fill('#f-note', '带上扳手');
	await send(desk, desk.locator('button[data-submit]'));
	const errors = await desk.innerText('#errors');
	assert.match(errors, /没有找到.*“没有的单位”/);
	assert.match(errors, /协办第 1 行：请写明配合做什么/);
	assert.match(errors, /协办第 1 行：时限要晚于现在/);
	assert.match(errors, /协办第 2 行：请选择单位/);
	assert.equal(await desk.inputValue('#f-other'), '没有的单位');
	assert.equal(await desk.inputValue('#f-help_unit_0'), '会议保障科');
	assert.equal(await desk.inputValue('#f-help_due_0'), '2020-01-01T10:00');
	assert.equal(await desk.inputValue('#f-help_task_1'), '扶住梯子');
	assert.equal(await desk.inputValue('#f-note'), '带上扳手');
	assert.equal(await desk.inputValue('main input[name="once"]'), before, 'the key of the form stays');
	assert.equal((await matter(id)).state, 'accepted');
	assert.equal((await orders(id)).length, 0);
	// One more row keeps what stands; then it is mended and sent.
	await send(desk, desk.locator('button[name="more"]'));
	assert.equal(await desk.locator('.helper-row').count(), 4);
	assert.equal(await desk.inputValue('#f-help_task_1'), '扶住梯子');
	assert.equal((await matter(id)).state, 'accepted');
	await desk.fill('#f-other', '工程维修科');
	await desk.fill('#f-help_task_0', '清空会议室');
	await desk.fill('#f-help_due_0', '');
	await desk.fill('#f-help_task_1', '');
	await send(desk, desk.locator('button[data-submit]'));
	assert.equal((await matter(id)).owner_unit_label, '工程维修科');
	assert.equal((await orders(id)).length, 2);
});

test('G3 a return comes back to the desk with its reason; the named unit stands first; the clock did not stop', async () => {
	const id = ids.first, due = (await matter(id)).due_at;
	const lead = (await orders(id)).find((o) => o.role === 'lead');
	const reason = (await asDesk('GET', '/dictionaries?dict=return_reason&limit=50')).json.items[0];
	const back = await as('worker')('POST', `/work-orders/${lead.id}/return_to_desk`, { return_reason: reason.id, next_unit: ids.plumbers, note: '是漏水引起的跳闸' });
	assert.equal(back.status, 200, back.text);
	await go(`/desk?view=returned&id=${id}`);
	const pane = await desk.innerText('.console-view');
	assert.match(pane, /已退单 1 次/);
	assert.ok(pane.includes(reason.name) && pane.includes('水暖班'), pane);
	assert.match(await desk.locator('label.choice').first().innerText(), /水暖班.*建议转给/s);
	await send(desk, desk.locator(`form[action="/desk/${id}/dispatch"] button[data-submit]`));
	const now = await matter(id);
	assert.equal(now.owner_unit_label, '水暖班');
	assert.equal(now.due_at, due, 'completion is not reckoned anew');
	assert.equal(now.return_count, 1);
});

test('A1 striking off is refused until accountability, outcome and answer are all there, and says how to get them', async () => {
	const id = ids.first;
	await go(`/matters/${id}`);
	const close = desk.locator('.actions a', { hasText: '销号' });
	assert.match(await close.textContent(), /还差：交待、着落、回音/);
	await go(`/matters/${id}/close`);
	assert.match(await text(), /还不能销号.*交待.*还没有签收.*着落.*回音/s);
	assert.equal(await desk.locator('form[action$="/close"]').count(), 0);
	const refused = await asDesk('POST', `/matters/${id}/close`, {});
	assert.ok(refused.status === 409, refused.text);
	const lead = (await orders(id)).find((o) => o.role === 'lead' && o.state === 'sent');
	const plumber = as('worker2');
	assert.equal((await plumber('POST', `/work-orders/${lead.id}/sign`, {})).status, 200);
	const done = await plumber('POST', `/work-orders/${lead.id}/complete`, { result: 'done', quality: 'fine', note: '换了水管和灯管' });
	assert.equal(done.status, 200, done.text);
	await go(`/matters/${id}/close`);
	assert.match(await text(), /交待\s+已齐.*着落\s+已齐.*回音\s+(进行|逾期)/s);
	// The way to what is missing stands beside it: answer by phone.
	await send(desk, desk.locator('#duty-answer a.btn'));
	await desk.selectOption('#f-answer_way', 'phone');
	await desk.fill('#f-note', '已电话告知，对方认可');
	await send(desk, desk.locator('button[data-submit]'));
	await go(`/matters/${id}/close`);
	await send(desk, desk.locator('form[action$="/close"] button.main'));
	assert.match(await desk.innerText('#live'), /已销号/);
	assert.equal((await matter(id)).state, 'closed');
	assert.match(await desk.innerText('.duty'), /交待 · 已齐.*着落 · 已齐.*回音 · 已齐/s);
});

test('A4 answer by phone from the queue; a call back to a discontented asker opens the matter again', async () => {
	await go('/desk?view=answer');
	const before = Number(await desk.innerText('.queue[aria-current] b'));
	const id = Number(/desk\/(\d+)\/answer/.exec(await desk.getAttribute('.console-view form[action$="/answer"]', 'action'))[1]);
	const form = desk.locator(`form[action="/desk/${id}/answer"]`);
	await send(desk, form.locator('button[data-submit]'));
	assert.match(await desk.innerText('#errors'), /请/);
	await desk.locator(`form[action="/desk/${id}/answer"] #f-answer_way`).selectOption('phone');
	await desk.locator(`form[action="/desk/${id}/answer"] #f-note`).fill('已告知');
	await send(desk, desk.locator(`form[action="/desk/${id}/answer"] button[data-submit]`));
	assert.equal((await matter(id)).answer_way, 'phone');
	assert.ok(before >= 1);
	await go(`/desk/call/${id}`);
	assert.match(await text(), /您好，这里是/);
	assert.ok(await desk.locator('a[href^="tel:"]').count(), 'the number can be dialled');
	await desk.locator('input[value="poor"]').check({ force: true });
	await desk.fill('#f-note', '又坏了');
	await send(desk, desk.locator('button[data-submit]'));
	const again = await matter(id);
	assert.equal(again.state, 'accepted');
	assert.equal(again.reopen_count, 1);
});

test('G14 joining keeps every asker\'s right to an answer: preview, which cannot and why, result of each row', async () => {
	const one = await report('东侧卫生间漏水'), two = (await as('liaison')('POST', '/matters', { title: '东侧卫生间在漏', kind: ids.repair, place: ids.place })).json.id;
	const sent = ids.second;
	await go('/desk?view=new');
	for (const id of [one, two]) await desk.check(`input[name="id"][value="${id}"]`);
	await send(desk, desk.locator('button[name="do"][value="merge"]'));
	assert.match(await text(), /已选 2 件.*可以办 1 件/s);
	assert.equal((await matter(two)).state, 'new', 'nothing has changed yet');
	await send(desk, desk.locator('button[name="run"]'));
	assert.match(await text(), /保留.*已办/s);
	assert.equal((await matter(two)).state, 'merged');
	assert.equal((await matter(two)).merged_into, one);
	const kept = (await asDesk('GET', `/merged-askers?matter=${one}`)).json.items;
	assert.equal(kept.length, 1);
	assert.equal(kept[0].answered_at, null);
	await go(`/matters/${one}?tab=links`);
	assert.match(await desk.innerText('#rejoins'), /市政协单位联络员.*还没有告知/s);
	// A row that cannot be done is told, the others are done all the same.
	await desk.evaluate(([token, rows]) => {
		const form = document.createElement('form');
		form.method = 'post';
		form.action = '/matters/bulk';
		[['csrf', token], ['do', 'accept'], ['once', 'o' + Date.now()], ...rows.map((id) => ['id', id])].forEach(([name, value]) => {
			const field = document.createElement('input');
			field.name = name; field.value = value; form.append(field);
		});
		document.body.append(form);
	}, [await desk.inputValue('input[name="csrf"] >> nth=0'), [one, sent]]);
	await Promise.all([desk.waitForNavigation(), desk.evaluate(() => HTMLFormElement.prototype.submit.call(document.forms[document.forms.length - 1]))]);
	assert.match(await text(), /可以办 1 件.*状态是“待签收”，不能受理/s);
	await send(desk, desk.locator('button[name="run"]'));
	assert.match(await text(), /已办/);
	assert.match(await text(), /没有办成/);
	assert.equal((await matter(one)).state, 'accepted');
	ids.joined = one;
});

test('G1 every clock shows the steps that led to where it stands, in the language of the page', async () => {
	await go(`/matters/${ids.second}?tab=clock`);
	assert.equal(await desk.locator('[data-steps]').count() >= 3, true);
	const steps = await desk.innerText('#clock-2 [data-steps]');
	assert.match(steps, /起算.*时限：.*现在/s);
	await desk.context().addCookies([{ name: 'lang', value: 'en', url: server.url }]);
	await go(`/matters/${ids.second}?tab=clock`);
	const words = await desk.innerText('#clock-2 [data-steps]');
	assert.doesNotMatch(words, /[\u4e00-\u9fff]/);
	await desk.context().addCookies([{ name: 'lang', value: 'zh', url: server.url }]);
	await go(`/matters/${ids.second}`);
	assert.equal(await desk.locator('.clock a', { hasText: '怎么算的' }).count(), 4);
});

test('G5 the history has every field: who, when, from what to what', async () => {
	await go(`/matters/${ids.first}?tab=audit`);
	const rows = await desk.innerText('main table');
	assert.match(rows, /承办单位：.*电工二班/s);
	assert.match(rows, /承办单位：电工二班 → 水暖班/);
	assert.match(rows, /状态：.*→/s);
});

test('A2 a caller is known by the last four digits; a new one is registered with the matter; wrong input is kept', async () => {
	await go('/matters/new?phone=6001');
	assert.match(await desk.innerText('#caller'), /市人大会议联络岗.*138\*\*\*\*6001/s);
	assert.ok(await desk.locator('#caller a', { hasText: '补充到这一件' }).count());
	await go('/matters/new?phone=13700009001');
	assert.match(await desk.innerText('#caller'), /没有这个号码/);
	await desk.fill('#f-title', '窗帘拉不上');
	await desk.fill('#f-detail', '二楼会议室西侧');
	await desk.locator('input[name="kind"]').first().check();
	await send(desk, desk.locator('button[data-submit]'));
	const errors = await desk.innerText('#errors');
	assert.match(errors, /称呼/);
	assert.match(errors, /地点/);
	assert.equal(await desk.inputValue('#f-detail'), '二楼会议室西侧');
	assert.equal(await desk.inputValue('#f-client_phone'), '13700009001');
	await desk.fill('#f-client_name', '市档案馆办公岗');
	await desk.evaluate((id) => { const field = document.querySelector('[name="place"]'); field.value = id; }, String(ids.place));
	const label = (await asDesk('GET', `/places/${ids.place}`)).json.full_name;
	if (await desk.locator('#f-place[data-lookup]').count()) await desk.evaluate((words) => { document.querySelector('#f-place').value = words; }, label);
	await send(desk, desk.locator('button[data-submit]'));
	if (await desk.locator('button[data-submit]').count() && !/dispatch/.test(desk.url())) await send(desk, desk.locator('button[data-submit]'));
	assert.match(desk.url(), /\/matters\/\d+\/dispatch$/);
	const id = Number(/matters\/(\d+)/.exec(desk.url())[1]), made = await matter(id);
	assert.deepEqual([made.state, made.title, made.channel], ['accepted', '窗帘拉不上', 'desk']);
	await go('/search?q=9001');
	assert.match(await desk.innerText('#group-client'), /服务对象/);
	await go(`/matters/${id}`);
	assert.match(await text(), /137\*\*\*\*9001/);
});

test('A3 what may be the same is shown before it is registered twice, and joining it keeps the asker', async () => {
	const old = await report('百叶窗掉了一片');
	const before = (await asDesk('GET', '/matters?q=百叶窗&limit=50')).json.items.length;
	const similar = await desk.evaluate((place) => fetch(`/matters/similar?place=${place}&title=${encodeURIComponent('百叶窗掉了一片叶')}`).then((a) => a.json()), ids.place);
	assert.deepEqual(similar.map((s) => s.id), [old]);
	const label = (await asDesk('GET', `/places/${ids.place}`)).json.full_name;
	await go('/matters/new');
	await desk.locator('input[name="kind"]').first().check();
	await desk.evaluate(([id, words]) => {
		document.querySelector('[name="place"]').value = id;
		const box = document.querySelector('#f-place[data-lookup]');
		if (box) box.value = words;
	}, [String(ids.place), label]);
	await desk.fill('#f-title', '百叶窗掉了一片叶');
	await desk.waitForSelector('#similar button[name="into"]');
	assert.match(await desk.innerText('#similar'), /百叶窗掉了一片/);
	await send(desk, desk.locator('#similar button[name="into"]').first());
	assert.match(desk.url(), new RegExp(`/matters/${old}$`));
	assert.match(await desk.innerText('#live'), /已并入/);
	assert.equal((await asDesk('GET', '/matters?q=百叶窗&limit=50')).json.items.length, before + 1);
});

test('search: number jumps, two characters, initials, closed ones, nothing beyond one\'s scope', async () => {
	const first = await matter(ids.first);
	await go(`/search?q=${first.no}`);
	assert.match(desk.url(), new RegExp(`/matters/${ids.first}$`));
	await go('/search?q=AC0305');
	assert.match(desk.url(), /\/assets\/\d+$/);
	await go(`/search?q=${encodeURIComponent('漏水')}`);
	assert.match(await desk.innerText('#group-matter'), /已销号/);
	await go('/search?q=bhl');
	assert.match(await desk.innerText('#group-place'), /百花里/);
	await go('/search?q=' + encodeURIComponent('没有这样的话啊'));
	assert.match(await text(), /没有找到/);
	const worker = await loginPage(browser, server, 'worker');
	await go(`/search?q=${encodeURIComponent('百叶窗')}`, worker);
	assert.equal(await worker.locator('#group-matter').count(), 0);
	assert.equal((await worker.goto(server.url + '/desk')).status(), 403);
	await worker.context().close();
});

test('every task of the desk without script, and on a phone nothing is wider than the screen', async () => {
	const plain = await loginPage(browser, server, 'desk', { javaScriptEnabled: false, viewport: PHONE });
	const id = await report('雨棚滴水');
	await go(`/desk?view=new&id=${id}`, plain);
	await send(plain, plain.locator(`form[action="/desk/${id}/accept"] button.main`));
	await go(`/matters/${id}/dispatch`, plain);
	await plain.fill('#f-other', '工程维修科');
	await plain.fill('#f-help_unit_0', '会议保障科');
	await plain.fill('#f-help_task_0', '摆放提示牌');
	await send(plain, plain.locator('button[data-submit]'));
	assert.equal((await matter(id)).state, 'sent');
	const wide = await loginPage(browser, server, 'desk', { viewport: PHONE });
	for (const path of ['/desk', `/matters/${id}`, `/matters/${id}?tab=clock`, `/matters/${id}/close`, '/matters/new?phone=6001', '/search?q=305']) {
		await go(path, wide);
		assert.ok(await wide.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
	}
	await plain.context().close();
	await wide.context().close();
});

test('an asker sees what is open to them, never what is inside only', async () => {
	await asDesk('POST', `/matters/${ids.joined}/remark`, { note: '内部：此处管道年久' });
	await asDesk('POST', `/matters/${ids.joined}/supplement`, { note: '已安排水暖班' });
	const asker = await loginPage(browser, server, 'asker');
	await go(`/matters/${ids.joined}?tab=audit`, asker);
	const words = await text(asker);
	assert.match(words, /已安排水暖班/);
	assert.doesNotMatch(words, /管道年久/);
	assert.equal(await asker.locator('a[href*="tab=audit"]').count(), 0);
	await asker.context().close();
	await go(`/matters/${ids.joined}`);
	assert.match(await desk.innerText('#timeline'), /管道年久/);
	await go(`/matters/${ids.joined}?open=1`);
	assert.doesNotMatch(await desk.innerText('#timeline'), /管道年久/);
});
