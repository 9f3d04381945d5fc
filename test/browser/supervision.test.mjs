// A7 督办 as a bureau leader does it on the phone between meetings, with and without script, and as the desk sees it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { makeBureau, startServer, startBrowser, loginPage, api, PHONE } from '../start.mjs';

const NOW = '2026-11-24T10:00';
let server, browser;
before(async () => {
	server = await startServer({ bureau: makeBureau({ words: ['--demo', '--now', NOW] }), args: ['--now', NOW] });
	browser = await startBrowser();
});
after(async () => {
	await browser.close();
	await server.stop();
});
const noScroll = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll');

for (const javaScriptEnabled of [true, false])
	test(`A7 budget: the leader gives an instruction on the phone in 4 taps and 1 field, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const page = await loginPage(browser, server, 'leader', { viewport: PHONE, javaScriptEnabled });
		const words = `北门坑洼本周补好 ${javaScriptEnabled}`;
		let bytes = 0, taps = 0, fields = 0;
		await page.goto(server.url + '/home');
		await page.click('main a[href="/instructions/new"] >> nth=0'), taps++;
		await page.waitForURL('**/instructions/new');
		await noScroll(page);
		bytes += (await page.content()).length;
		await page.fill('textarea[name=words]', words), fields++;
		await page.selectOption('select[name=owner_unit]', { label: '电工二班' }), taps++;
		await page.click('.seg label:has-text("本周五"), .seg label:has-text("3 日") >> nth=0'), taps++;
		await page.click('button:has-text("提交")'), taps++;
		await page.waitForURL(/\/matters\/\d+$/);
		assert.ok(taps <= 4 && fields <= 1, `${taps} taps, ${fields} fields`);
		assert.ok(bytes < 30000, `${bytes} bytes`);
		await noScroll(page);
		assert.ok(await page.locator('blockquote', { hasText: words }).isVisible());
		const top = (sel) => page.locator(sel).first().evaluate((e) => e.getBoundingClientRect().top);
		assert.ok((await top('blockquote')) < (await top('h1')), 'the words stand on top');
		await page.goto(server.url + '/home');
		assert.ok(await page.locator('#given', { hasText: words }).isVisible(), '我交办的');
		await page.context().close();
	});

test('A7 what is wrong is said at its field and nothing typed is lost; the desk finds the instruction by its lamp', async () => {
	const page = await loginPage(browser, server, 'desk');
	await page.goto(server.url + '/instructions/new');
	await page.fill('textarea[name=words]', '市领导要求把018工程收尾');
	await page.click('button:has-text("提交")');
	await page.waitForSelector('#e-given_by');
	assert.equal(await page.inputValue('textarea[name=words]'), '市领导要求把018工程收尾');
	await page.fill('input[name=given_by]', '市政府秘书长');
	await page.selectOption('select[name=owner_unit]', { label: '电工二班' });
	await page.click('button:has-text("提交")');
	await page.waitForURL(/\/matters\/\d+$/);
	await page.goto(server.url + '/instructions');
	assert.ok(await page.locator('tr', { hasText: '018工程' }).isVisible());
	assert.equal(Number(await page.locator('.tabs a[aria-current] .count').textContent()), await page.locator('tbody tr').count(), 'the count is the rows');
	await page.context().close();
});

test('A7 the team leader asks for an extension on the phone: 3 taps, 2 fields; the desk grants it on the matter', async () => {
	const by = api(server, 'leader'), unit = (await by('GET', encodeURI('/units?name=电工二班'))).json.items[0].id;
	const made = (await by('POST', '/instructions', { words: '路灯改造', owner_unit: unit, due_on: '2026-11-26' })).json;
	const given = (await by('GET', `/instructions/${made.id}`)).json, matter = given.matter?.id ?? given.matter;
	const order = (await by('GET', `/work-orders?matter=${matter}`)).json.items[0].id;
	const page = await loginPage(browser, server, 'team', { viewport: PHONE });
	await page.goto(`${server.url}/work-orders/${order}`);
	await page.click('#supervision a:has-text("申请延期")');
	await noScroll(page);
	await page.fill('input[name=until_on]', '2026-12-01');
	await page.fill('textarea[name=reason]', '灯杆基础要养护');
	await page.click('button[data-submit]');
	await page.waitForURL(/\/extensions\/\d+$/);
	await page.context().close();
	const desk = await loginPage(browser, server, 'desk');
	await desk.goto(`${server.url}/matters/${matter}`);
	await desk.click('#supervision a:has-text("同意延期") >> nth=0');
	await desk.click('button[data-submit]');
	await desk.waitForURL(/\/extensions\/\d+$/);
	await desk.goto(`${server.url}/matters/${matter}`);
	assert.ok(await desk.locator('#supervision', { hasText: '已同意' }).isVisible());
	assert.ok(await desk.locator('#timeline', { hasText: '灯杆基础要养护' }).isVisible());
	await desk.context().close();
});

test('A7 the desk sends an urging slip from the matter: 2 taps, no field; it fits one sheet of A4', async () => {
	const by = api(server, 'leader'), unit = (await by('GET', encodeURI('/units?name=电工二班'))).json.items[0].id;
	const made = (await by('POST', '/instructions', { words: '食堂排烟要改', owner_unit: unit, due_on: '2026-11-27' })).json;
	const given = (await by('GET', `/instructions/${made.id}`)).json, matter = given.matter?.id ?? given.matter;
	const page = await loginPage(browser, server, 'desk');
	await page.goto(`${server.url}/matters/${matter}`);
	await page.click('#supervision a:has-text("发催办单")');
	await page.waitForURL('**/urging-slips/new?**');
	await page.click('button:has-text("发出催办单")');
	await page.waitForURL(/\/urging-slips\/\d+$/);
	assert.ok(await page.locator('.slip', { hasText: '食堂排烟要改' }).isVisible());
	const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	assert.equal(paper.match(/\/Type\s*\/Page\b/g).length, 1, 'one sheet');
	await page.setViewportSize({ width: 390, height: 844 });
	await noScroll(page);
	await page.context().close();
});

test('A7 budget: the head reports progress in 3 taps and 2 fields', async () => {
	const by = api(server, 'leader'), unit = (await by('GET', encodeURI('/units?name=电工二班'))).json.items[0].id;
	const made = (await by('POST', '/instructions', { words: '地下车库照明', owner_unit: unit, due_on: '2026-11-27' })).json;
	const given = (await by('GET', `/instructions/${made.id}`)).json, matter = given.matter?.id ?? given.matter;
	const order = (await by('GET', `/work-orders?matter=${matter}`)).json.items[0].id;
	const page = await loginPage(browser, server, 'head', { viewport: PHONE });
	await page.goto(`${server.url}/work-orders/${order}`);
	await page.click('#supervision a:has-text("报进展")');
	await noScroll(page);
	await page.fill('input[name=percent]', '30');
	await page.fill('textarea[name=words]', '线槽已装完');
	await page.click('button[data-submit]');
	await page.waitForURL(`**/work-orders/${order}`);
	assert.ok(await page.locator('#supervision', { hasText: '线槽已装完' }).isVisible());
	await noScroll(page);
	await page.context().close();
});
