// The enhancement scripts against the prototypes in Chromium: node --test test/browser/   (needs tools/web.sh build/web first)
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const units = [{ id: 7, label: '百花里一号院', hint: 'bhl' }, { id: 8, label: '百花里三号院', hint: 'bhl' }];
let posts = [];
let gets = [];
let answer = null; // what the next POST gets; null: a page that says it has arrived
let server, browser, base, page;

function handle(request, response) {
	const url = new URL(request.url, 'http://x');
	const head = (type, status = 200) => response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy });
	if (request.method === 'POST') {
		const pieces = [];
		request.on('data', (piece) => pieces.push(piece));
		request.on('end', () => {
			posts.push({ path: url.pathname, headers: request.headers, body: Buffer.concat(pieces) });
			if (answer) { const [status, type, text] = answer(url.pathname); head(type, status).end(text); return; }
			head(types['.html']).end('<!doctype html><html lang="zh-CN"><title>已收到</title><body><main tabindex="-1"><h1>已收到，编号 2F8K</h1></main></body></html>');
		});
		return;
	}
	gets.push({ url: request.url, swap: request.headers['x-swap'] });
	if (url.pathname === '/lookup/unit') { head('application/json').end(JSON.stringify(units.filter((u) => !url.searchParams.get('q') || u.hint.startsWith(url.searchParams.get('q'))))); return; }
	const name = url.pathname === '/matters' ? '/list.html' : url.pathname;
	const file = name.startsWith('/static/') ? join(root, 'build/web', name.slice(8)) : join(root, 'docs/prototype', name);
	if (name.includes('..') || !extname(name) || !existsSync(file)) { head('text/plain', 404).end(); return; }
	let text = readFileSync(file);
	if (request.headers['x-swap']) text = text.toString().replace('共 48 件', '共 3 件');
	head(types[extname(name)]).end(text);
}

before(async () => {
	server = createServer(handle);
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	base = `http://127.0.0.1:${server.address().port}`;
	browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
});
after(async () => { await browser.close(); server.close(); });
const wrong = [];
async function open(name, options = {}) {
	if (page) {
		// The page before sends its draft as it leaves; that belongs to the test before.
		await page.context().close();
		await new Promise((done) => setTimeout(done, 300));
		posts = [];
		gets = [];
	}
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
	page = await context.newPage();
	page.on('pageerror', (e) => wrong.push(e.message));
	page.on('console', (m) => { if (m.type() === 'error' && /Content Security|Refused/.test(m.text())) wrong.push(m.text()); });
	await page.goto(`${base}/${name}`);
	return page;
}
beforeEach(() => { posts = []; gets = []; answer = null; });
after(() => assert.deepEqual(wrong, []));
const until = async (what, ms = 8000) => { for (const end = Date.now() + ms; Date.now() < end;) { if (await what()) return; await new Promise((r) => setTimeout(r, 50)); } assert.fail('waited in vain for ' + what); };

test('a search changes only its region, the address, and the focus; back undoes it', async () => {
	await open('matters');
	await page.evaluate(() => { window.stays = true; });
	await page.fill('#q', '漏水');
	await page.press('#q', 'Enter');
	await until(() => page.evaluate(() => document.body.innerText.includes('共 3 件')));
	assert.ok(await page.evaluate(() => window.stays), 'the page was not loaded anew');
	assert.match(page.url(), /\/matters\?q=%E6%BC%8F%E6%B0%B4/);
	assert.equal(gets.filter((g) => g.swap === 'rows').length, 1);
	assert.ok(await page.evaluate(() => document.activeElement.dataset.swap === 'rows'));
	await page.goBack();
	await until(() => new URL(page.url()).search === '');
	await page.waitForSelector('text=共 48 件');
});

test('two presses send one form', async () => {
	await open('form.html');
	answer = (path) => (path === '/matters' ? [200, types['.html'], '<!doctype html><title>x</title><body><main>好</main></body>'] : [204, 'text/plain', '']);
	await page.evaluate(() => { const b = document.querySelector('[data-submit]'); b.click(); b.click(); });
	await until(() => posts.some((p) => p.path === '/matters'));
	await page.waitForTimeout(300);
	assert.equal(posts.filter((p) => p.path === '/matters').length, 1);
});

test('U27 a draft goes to the server without files and is offered again after a lost page', async () => {
	await open('form.html');
	answer = () => [204, 'text/plain', ''];
	await page.evaluate(() => document.querySelector('[data-errors]').remove());
	await page.fill('#words', '西侧走廊墙皮起鼓，已经掉块');
	await until(() => posts.some((p) => p.path === '/drafts/new-matter'), 9000);
	const sent = new URLSearchParams(posts.find((p) => p.path === '/drafts/new-matter').body.toString());
	assert.equal(sent.get('words'), '西侧走廊墙皮起鼓，已经掉块');
	assert.equal(sent.get('once'), 'k7Qm2x');
	assert.equal(sent.has('files'), false);
	await until(() => page.evaluate(() => /已存草稿 \d\d:\d\d/.test(document.querySelector('[data-draft-state]').textContent)));
	// The prototype's page shows a failed check, which carries the typed values itself; cut that out to see a fresh form.
	await page.route('**/form.html', async (route) => { const r = await route.fetch(); await route.fulfill({ response: r, body: (await r.text()).replace(' data-errors>', '>') }); });
	await page.reload();
	assert.equal(await page.inputValue('#words'), '昨天下雨以后，西侧走廊墙皮起鼓，窗台下面有水印。');
	await page.click('text=继续填写');
	assert.equal(await page.inputValue('#words'), '西侧走廊墙皮起鼓，已经掉块');
});

test('U28 after a failure a mended field leaves the summary, an emptied one comes back', async () => {
	await open('form.html');
	assert.ok(await page.evaluate(() => document.activeElement.id === 'errors'), 'the summary has the focus');
	await page.fill('#phone', '13800005678');
	await page.press('#phone', 'Tab');
	assert.equal(await page.locator('#phone-error').count(), 0);
	assert.match(await page.textContent('#errors b'), /还有 1 处/);
	await page.fill('#title', '');
	await page.press('#title', 'Tab');
	assert.equal(await page.textContent('#title-error'), '请填写事由');
});

test('U24 search as you type by pinyin initials keeps the id', async () => {
	await open('form.html');
	await page.fill('#unit', '');
	await page.type('#unit', 'bhl');
	await page.waitForSelector('.lookup-list:not([hidden]) li');
	assert.equal(await page.getAttribute('#unit', 'aria-expanded'), 'true');
	await page.press('#unit', 'ArrowDown');
	await page.press('#unit', 'ArrowDown');
	await page.press('#unit', 'Enter');
	assert.equal(await page.inputValue('#unit'), '百花里三号院');
	assert.equal(await page.inputValue('input[name="unit"]'), '8');
});

test('U14 keys move, choose, search and help', async () => {
	await open('matters');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await page.keyboard.press('k');
	await page.keyboard.press('x');
	assert.equal(await page.textContent('[data-select-count]'), '已选 2 件');
	assert.ok(await page.isVisible('[data-select-bar]'));
	await page.keyboard.press('?');
	assert.ok(await page.isVisible('.sheet'));
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('.sheet').count(), 0);
	await page.keyboard.press('/');
	assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
});

// A photo of 4000 × 3000 with noise, a place in its Exif block and orientation 6, made by the browser itself.
async function shot() {
	const bytes = await page.evaluate(async () => {
		const board = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
		const pen = board.getContext('2d');
		for (let i = 0; i < 30000; i++) { pen.fillStyle = `hsl(${(i * 47) % 360},70%,${20 + i % 60}%)`; pen.fillRect((i * 7919) % 4000, (i * 104729) % 3000, 60, 40); }
		const blob = await new Promise((done) => board.toBlob(done, 'image/jpeg', 0.9));
		return Array.from(new Uint8Array(await blob.arrayBuffer()));
	});
	const tiff = Buffer.from('49492a0008000000' + '0200' + '1201' + '0300' + '01000000' + '06000000' + '2588' + '0400' + '01000000' + '26000000' + '00000000' + '0000' + '00000000', 'hex');
	const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
	const plain = Buffer.from(bytes);
	return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}
const sizeOf = (jpeg) => { for (let at = 2; at < jpeg.length;) { const mark = jpeg.readUInt16BE(at); if (mark >= 0xffc0 && mark <= 0xffc2) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)]; at += 2 + jpeg.readUInt16BE(at + 2); } return null; };
const jpegOf = (body) => { const from = body.indexOf(Buffer.from([0xff, 0xd8, 0xff])); return body.subarray(from, body.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2); };

test('G4 a photo is shrunk, upright, without place, and goes with the form in one sending', async () => {
	await open('q.html', { viewport: { width: 390, height: 844 } });
	const photo = await shot();
	assert.ok(photo.length > 400000);
	await page.setInputFiles('input[name="photo"]', { name: '现场.jpg', mimeType: 'image/jpeg', buffer: photo });
	await page.waitForSelector('.file canvas');
	await until(() => page.evaluate(() => document.querySelector('input[type=file]').files[0].size <= 300 * 1024));
	await page.click('.cta button');
	await until(() => posts.length > 0);
	const jpeg = jpegOf(posts[0].body);
	assert.ok(jpeg.length <= 300 * 1024, `${jpeg.length} bytes`);
	assert.equal(jpeg.indexOf('Exif'), -1);
	const [w, h] = sizeOf(jpeg);
	assert.ok(Math.max(w, h) <= 1600 && h > w, `${w}×${h} is upright`);
	await until(() => page.evaluate(() => document.body.innerText.includes('已收到')));
});

test('a file that did not arrive can be sent again or taken away', async () => {
	await open('finish.html', { viewport: { width: 390, height: 844 } });
	answer = (path) => (path === '/uploads' ? [503, 'application/problem+json', '{"detail":"服务器忙"}'] : [204, 'text/plain', '']);
	await page.setInputFiles('input[name="after"]', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
	await page.waitForSelector('.file button:has-text("重试"):not([hidden])');
	assert.match(await page.textContent('.file'), /服务器忙/);
	answer = (path) => (path === '/uploads' ? [201, 'application/json', '{"id":"f77"}'] : [204, 'text/plain', '']);
	await page.click('.file button:has-text("重试")');
	await page.waitForSelector('.file input[name="after_id"]', { state: 'attached' });
	assert.equal(await page.inputValue('.file input[name="after_id"]'), 'f77');
	await page.click('.file button:has-text("去掉")');
	assert.equal(await page.locator('.file').count(), 0);
});

test('words typed by an asker survive a reload and a lost network; the form is sent once', async () => {
	await open('q.html', { viewport: { width: 390, height: 844 } });
	await page.fill('#words', '');
	await page.fill('#words', '滴得更厉害了');
	await page.route('**/q.html', async (route) => { const r = await route.fetch(); await route.fulfill({ response: r, body: (await r.text()).replace('下午三点有会，水滴在投影仪上', '') }); });
	await page.reload();
	assert.equal(await page.inputValue('#words'), '滴得更厉害了');
	await page.unroute('**/q.html');
	await page.context().setOffline(true);
	await until(() => page.evaluate(() => navigator.onLine === false));
	await page.click('.cta button');
	await page.click('.cta button');
	await page.waitForSelector('[data-offline]:not([hidden])');
	assert.equal(posts.length, 0);
	await page.context().setOffline(false);
	await until(() => posts.length > 0);
	await page.waitForTimeout(400);
	assert.equal(posts.length, 1);
	assert.match(posts[0].body.toString(), /滴得更厉害了/);
	assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

test('U08 without script the report is an ordinary form', async () => {
	await open('q.html', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
	await page.check('input[value="door"]', { force: true });
	await page.click('.cta button');
	await until(() => posts.length > 0);
	assert.match(posts[0].body.toString(), /name="problem"\r\n\r\ndoor/);
	assert.match(await page.textContent('h1'), /已收到/);
});

test('menus shut on Esc; a toast can be added from outside; a press on a row of the phone menu works', async () => {
	await open('home.html', { viewport: { width: 390, height: 844 } });
	await page.click('.top-menu');
	assert.ok(await page.isVisible('#side'));
	await page.keyboard.press('Escape');
	assert.ok(!(await page.isVisible('#side')));
	await page.evaluate(() => document.dispatchEvent(new CustomEvent('toast', { detail: { words: '已派给电工二班', undo: '/matters/2F8K/undo' } })));
	assert.match(await page.textContent('.toast'), /已派给电工二班撤销/);
});
