// A2 事不过夜 as the team leader does it on a phone and the bureau leader sees it at the desk, with and without script.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { makeBureau, startServer, startBrowser, loginPage, api, PHONE } from '../start.mjs';

let server, browser;
before(async () => {
	server = await startServer({ bureau: makeBureau({ words: ['--demo', '--now', '2026-11-24T16:50'] }), args: ['--now', '2026-11-24T17:05'] });
	browser = await startBrowser();
	const desk = api(server, 'desk');
	const one = async (path) => (await desk('GET', encodeURI(path))).json.items[0].id;
	const kind = await one('/kinds?code=repair'), place = await one('/places?kind=room'), unit = await one('/units?name=电工二班');
	for (const title of ['夜里的灯', '夜里的插座']) {
		const id = (await desk('POST', '/matters', { title, kind, place })).json.id;
		await desk('POST', `/matters/${id}/accept`, {});
		await desk('POST', `/matters/${id}/dispatch`, { owner_unit: unit });
	}
});
after(async () => {
	await browser.close();
	await server.stop();
});
const noScroll = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll');

for (const javaScriptEnabled of [true, false])
	test(`A2 the team leader explains a night on the phone in two taps a row and one to send, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const page = await loginPage(browser, server, 'team', { viewport: PHONE, javaScriptEnabled });
		await page.goto(server.url + '/home');
		await page.click('main a[href="/roll-call"]');
		await page.waitForURL('**/roll-call');
		await noScroll(page);
		const row = page.locator('tr', { hasText: javaScriptEnabled ? '夜里的灯' : '夜里的插座' });
		// Today is no answer: said at the row, the words kept.
		await row.locator('select').selectOption({ label: '需停机停水停电，安排在休息时段' });
		await row.locator('input[type=text]').fill('周末停电检修时一并换');
		await row.locator('input[type=date]').fill('2026-11-24');
		await page.click('button:has-text("一并提交")');
		await page.waitForSelector('text=预计办结日要晚于今天');
		assert.equal(await row.locator('input[type=text]').inputValue(), '周末停电检修时一并换');
		assert.equal(await row.locator('input[type=date]').getAttribute('aria-invalid'), 'true');
		await row.locator('input[type=date]').fill('2026-11-28');
		await page.click('button:has-text("一并提交")');
		await page.waitForSelector('text=已说明 1 件');
		assert.equal(await row.count(), 0, 'it is off the list');
		await page.context().close();
	});

test('A2 the bureau leader sees the units, tonight and the month, and every number opens its rows', async () => {
	const page = await loginPage(browser, server, 'leader');
	await page.goto(server.url + '/roll-call');
	assert.ok(await page.locator('h2', { hasText: '各单位' }).isVisible());
	assert.equal(await page.locator('button:has-text("一并提交")').count(), 0, 'a leader looks on');
	const silent = page.locator('td.late a').first(), count = Number(await silent.textContent());
	await silent.click();
	await page.waitForURL(/view=(tonight|month)/);
	if (/view=tonight/.test(page.url())) assert.equal(await page.locator('table.cards tbody tr').count(), count, 'the list has as many rows');
	await page.goto(server.url + '/roll-call');
	await page.click('.c-title a[href^="/roll-calls/"] >> nth=0');
	await page.waitForSelector('text=那晚在办的工单');
	await page.context().close();
});
