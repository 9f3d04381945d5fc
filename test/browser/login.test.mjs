// Log-in, the derived pages and the frame, in a real browser.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, startBrowser, loginPage, DESK } from '../start.mjs';

let server, browser;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
});
after(async () => {
	await browser.close();
	await server.stop();
});

test('wrong password: clear words, the name is kept, nothing is told about who exists', async () => {
	const page = await (await browser.newContext({ viewport: DESK })).newPage();
	await page.goto(server.url + '/matters');
	assert.match(page.url(), /\/login\?next=/);
	await page.fill('#f-login', 'desk');
	await page.fill('#f-password', 'wrong');
	await page.click('button.main');
	assert.match(await page.textContent('#errors'), /登录名或口令不对/);
	assert.equal(await page.inputValue('#f-login'), 'desk');
	await page.context().close();
});

test('G6 a list: search, chips, empty state, and a figure of a tab that equals its rows', async () => {
	const page = await loginPage(browser, server, 'desk');
	await page.goto(server.url + '/matters?view=closed');
	const badge = Number(await page.textContent('.tabs a[aria-current] b'));
	const total = Number(/(\d+)/.exec(await page.textContent('.pager'))[1]);
	assert.equal(badge, total);
	await page.fill('#f-q', '没有这样的事');
	await page.press('#f-q', 'Enter');
	await page.waitForURL(/q=/);
	await page.waitForSelector('.empty');
	assert.match(await page.textContent('.empty'), /没有符合条件/);
	await page.context().close();
});
