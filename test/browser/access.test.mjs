// Everybody can use it: axe-core on the pages of every group, light, dark, high contrast and large type, on a desk and on a phone; no
// sideways scroll down to 320 px; targets a finger hits; the keyboard alone; no script at all; the weight of a page on a cold cache.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startServer, startBrowser, loginPage, api, DESK, PHONE, PASSWORD } from '../start.mjs';
import { Visitor, logIn } from '../visitor.mjs';

const axe = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
let server, browser, ids = {}, track;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	const desk = api(server, 'desk'), worker = api(server, 'worker');
	const one = async (who, path) => (await who('GET', path)).json.items[0]?.id;
	ids = {
		fresh: await one(desk, '/matters?state=new&limit=1&view='), accepted: await one(desk, '/matters?state=accepted&limit=1&view='), working: await one(desk, '/matters?state=working&limit=1&view='),
		closed: await one(desk, '/matters?state=closed&limit=1&view='), order: await one(worker, '/work-orders?state=working&limit=1&view='), programme: await one(desk, '/programmes?limit=1&view='), item: await one(desk, '/items?limit=1&view='),
	};
	const guest = new Visitor(server, 'guest');
	track = (await guest.form('/q/AC0305', '/q/AC0305', { problem: String((await desk('GET', '/problems?limit=200')).json.items[0].id), phone: '13800009999' })).location;
});
after(async () => {
	await browser.close();
	await server.stop();
});

// Who, where. Addresses that the demo bureau lacks are left out.
const pages = () => [
	[null, '/login'], [null, '/my'], [null, '/q/AC0305'], [null, track], [null, '/my?mode=elder'], [null, '/scan'],
	['desk', '/desk'], ['desk', '/home'], ['desk', '/matters?view=open'], ['desk', '/matters/new'], ['desk', `/matters/${ids.working}`], ['desk', `/matters/${ids.working}?tab=clock`], ['desk', `/matters/${ids.working}?tab=audit`], ['desk', `/matters/${ids.accepted}/dispatch`], ['desk', `/matters/${ids.working}/close`], ['desk', '/search?q=灯'], ['desk', '/work-orders'], ['desk', '/figures'],
	['worker', '/tasks'], ['worker', `/tasks/${ids.order}/finish`], ['team', '/home'], ['head', '/home'], ['leader', '/home'], ['inspector', '/home'], ['finance', '/home'],
	['leader', `/programmes/${ids.programme}`], ['leader', `/items/${ids.item}`], ['system', '/people'], ['system', '/people/new'], ['security', '/home'], ['asker', '/my'], ['asker', '/me'], ['asker', '/matters/99999999'],
].filter(([, path]) => path && !path.includes('undefined'));

// The server writes theme, size and mode on <html>, so one load of a page is looked at in every dress; the markup is the same.
const looks = [];
for (const [screen, viewport] of [['desk', DESK], ['phone', PHONE]])
	for (const dress of [{ theme: 'light' }, { theme: 'dark' }, { theme: 'contrast' }, { theme: 'light', mode: 'elder' }]) looks.push({ screen, viewport, ...dress });
const wideness = () => {
	const limit = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= limit) return '';
	const far = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > limit + 1 && !e.closest('.scroll, .tabs, .side'));
	return `${document.documentElement.scrollWidth} px: ` + far.slice(0, 4).map((e) => e.tagName + '.' + (e.getAttribute('class') || '')).join(' ');
};
// What a finger must hit on a phone: buttons and fields 44 px, in either direction; links within running text are as large as the text.
const smallTargets = () =>
	[...document.querySelectorAll('button, .btn, summary, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), .tabs a')]
		.filter((e) => { const box = e.getBoundingClientRect(); return box.width > 1 && box.height > 1 && getComputedStyle(e).visibility !== 'hidden' && !e.closest('.skip') && (box.height < 43.5 || box.width < 43.5); })
		.slice(0, 4).map((e) => `${e.tagName}.${e.getAttribute('class') || ''} “${(e.textContent || e.name || '').trim().slice(0, 20)}” ${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)}`).join(' | ');

// One browser context a test; who is logged in is a cookie.
const sessions = new Map();
async function become(context, login) {
	await context.clearCookies();
	if (!login) return;
	if (!sessions.has(login)) sessions.set(login, [...(await logIn(server, login)).jar]);
	await context.addCookies(sessions.get(login).map(([name, value]) => ({ name, value, url: server.url })));
}

async function dress(page, look) {
	await page.setViewportSize(look.viewport);
	await page.evaluate(({ theme, size, mode }) => {
		const root = document.documentElement;
		root.dataset.theme = theme || 'light';
		root.dataset.size = size || 'normal';
		if (mode) root.dataset.mode = mode; else delete root.dataset.mode;
	}, { theme: look.theme, size: look.size, mode: look.mode });
}

// All of axe in the first dress of each screen; in the others what colours and sizes can break.
const LOOKED_AT = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block'];
async function violations(page, some) {
	return page.evaluate(async (only) => {
		const found = await window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } }, ...(only ? { runOnly: { type: 'rule', values: only } } : {}) });
		return found.violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + ((n.any[0] || n.all[0] || {}).message || '')).join(' | ')}`);
	}, some ? LOOKED_AT : null);
}

test('U44 G15 axe-core finds nothing in any dress; nothing scrolls sideways, at 390 px or 320 px or at double size; fingers hit', async (t) => {
	const wrong = [];
	let seen = 0;
	const context = await browser.newContext({ viewport: DESK, bypassCSP: true, reducedMotion: 'reduce', locale: 'zh-CN' });
	const page = await context.newPage();
	for (const [login, path] of pages()) {
		await become(context, login);
		await page.setViewportSize(DESK);
		const answer = await page.goto(server.url + path, { waitUntil: 'load' });
		if (answer.status() >= 500 || new URL(page.url()).pathname === '/login' && path !== '/login') wrong.push(`${login} ${path}: ${answer.status()} at ${page.url()}`);
		await page.evaluate(axe);
		const say = (look, what) => wrong.push(`${login ?? 'guest'} ${path} ${look.screen} ${look.theme ?? ''}${look.mode ? ' ' + look.mode : ''}: ${what}`);
		for (const look of looks) {
			await dress(page, look);
			for (const v of await violations(page, look.theme !== 'light' || look.mode)) say(look, v);
			const wide = await page.evaluate(wideness);
			if (wide) say(look, 'sideways ' + wide);
			if (look.screen === 'phone' && look.theme === 'light') {
				const small = await page.evaluate(smallTargets);
				if (small) say(look, 'small ' + small);
			}
			seen++;
		}
		for (const look of [{ screen: '320 px', viewport: { width: 320, height: 640 } }, { screen: 'phone at double size', viewport: PHONE, size: 'xxlarge', mode: 'elder' }]) {
			await dress(page, look);
			const wide = await page.evaluate(wideness);
			if (wide) say(look, 'sideways ' + wide);
		}
	}
	await context.close();
	t.diagnostic(`${seen} looks at ${pages().length} pages`);
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});

// Presses Tab until the wanted element has the focus; every stop on the way shows where the focus is.
async function tabTo(page, selector, most = 120) {
	for (let i = 0; i < most; i++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate((wanted) => {
			const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
			const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none' || e === document.body;
			return { there: e.matches(wanted), shown, what: e.outerHTML.slice(0, 120), size: box.width * box.height };
		}, selector);
		assert.ok(at.shown, 'the focus shows on ' + at.what);
		if (at.there) return;
	}
	assert.fail('Tab never came to ' + selector);
}

test('U14 the keyboard alone: log in, open the list, open a record, write a note', async () => {
	const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN' });
	const page = await context.newPage();
	await page.goto(server.url + '/login');
	await tabTo(page, '#f-login');
	await page.keyboard.type('desk');
	await tabTo(page, '#f-password');
	await page.keyboard.type(PASSWORD);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => !url.pathname.startsWith('/login'));
	await tabTo(page, '.skip', 1);
	await tabTo(page, '.side a[href="/matters"]');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/matters/);
	await tabTo(page, '.c-title a', 200);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/matters\/\d+/);
	await tabTo(page, 'textarea[name="note"]', 200);
	await page.keyboard.type('只用键盘写的备注');
	await tabTo(page, 'form[action$="/say"] button[data-submit]', 10);
	await page.keyboard.press('Enter');
	await page.waitForSelector('.toast');
	assert.match(await page.textContent('main'), /只用键盘写的备注/);
	await context.close();
});

test('U08 without script: accept, dispatch, note, and the worker takes, arrives, completes', async () => {
	const made = (await api(server, 'desk')('POST', '/matters', { title: '没有脚本也能办', kind: (await api(server, 'desk')('GET', '/kinds?code=repair')).json.items[0].id, place: 'ZB305' })).json.id;
	const units = (await api(server, 'desk')('GET', '/units?limit=200')).json.items, team = units.find((u) => u.name === '电工二班').id;
	const desk = await loginPage(browser, server, 'desk', { javaScriptEnabled: false });
	await desk.goto(`${server.url}/matters/${made}`);
	await desk.click('button:has-text("受理")');
	assert.match(await desk.textContent('main'), /待派单|派单/);
	await desk.goto(`${server.url}/matters/${made}/dispatch`);
	const choice = desk.locator(`[name="owner_unit"][value="${team}"]`);
	if (await choice.count() && (await choice.first().getAttribute('type')) === 'radio') await choice.first().check();
	else if (await desk.locator('select[name="owner_unit"]').count()) await desk.selectOption('select[name="owner_unit"]', String(team));
	else await desk.fill('[name="owner_unit_label"]', '电工二班');
	await desk.locator(`form[action="/matters/${made}/dispatch"] button.main`).first().click();
	await desk.goto(`${server.url}/matters/${made}`);
	assert.match(await desk.textContent('main'), /待签收/);
	await desk.fill('textarea[name="note"]', '没有脚本写的备注');
	await desk.click('form[action$="/say"] button[data-submit]');
	assert.match(await desk.textContent('main'), /没有脚本写的备注/);
	await desk.context().close();
	const order = (await api(server, 'worker')('GET', `/work-orders?matter=${made}&view=`)).json.items[0].id;
	const worker = await loginPage(browser, server, 'worker', { javaScriptEnabled: false, viewport: PHONE });
	const state = async () => (await api(server, 'worker')('GET', '/work-orders/' + order)).json;
	await worker.goto(server.url + '/tasks');
	await worker.locator(`form[action="/tasks/${order}"] button:has-text("接单")`).first().click();
	assert.equal((await state()).state, 'working');
	await worker.goto(server.url + '/tasks');
	await worker.locator(`form[action="/tasks/${order}"] button:has-text("到场")`).first().click();
	assert.ok((await state()).attended_at);
	await worker.goto(`${server.url}/tasks/${order}/finish`);
	for (const name of ['result', 'quality', 'outcome_chip']) if (await worker.locator(`input[type=radio][name="${name}"]`).count()) await worker.locator(`input[type=radio][name="${name}"]`).first().check({ force: true });
	if (await worker.locator('[name="note"]').count()) await worker.fill('[name="note"]', '换了灯管');
	await worker.locator(`form[action="/tasks/${order}/finish"] button.main`).last().click();
	assert.equal((await state()).state, 'done', await worker.textContent('main'));
	await worker.context().close();
});

test('U48 weight on a cold cache, packed: staff pages 60 kB in 8 requests, asker pages 30 kB in 4; styles and scripts 20 kB each', async (t) => {
	const wrong = [];
	const sizes = [];
	for (const [login, path] of pages()) {
		const asker = login === null && path !== '/login';
		const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN' });
		await become(context, login);
		const page = await context.newPage(), client = await context.newCDPSession(page);
		let bytes = 0, requests = 0;
		await client.send('Network.enable');
		client.on('Network.requestWillBeSent', (e) => { if (e.request.url.startsWith('http')) requests++; });
		client.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
		await page.goto(server.url + path, { waitUntil: 'load' });
		await page.waitForTimeout(50);
		await context.close();
		sizes.push(`${login ?? 'guest'} ${path.replace(/\/t\/.*/, '/t/…')} ${(bytes / 1000).toFixed(1)} kB/${requests}`);
		if (bytes > (asker ? 30000 : 60000) || requests > (asker ? 4 : 8)) wrong.push(`${login} ${path}: ${bytes} bytes in ${requests} requests`);
	}
	t.diagnostic(sizes.join('; '));
	for (const [name, most] of [['app.css', 20000], ['asker.css', 10000], ['app.js', 20000]]) {
		const text = Buffer.from(await (await fetch(`${server.url}/static/${name}`)).arrayBuffer());
		const packed = gzipSync(text).length;
		if (packed > most) wrong.push(`${name}: ${packed} bytes packed`);
	}
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});
