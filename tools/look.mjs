// Looks at the prototypes (or at a running server) in Chromium: pictures, axe-core, sideways scroll.
//   node tools/look.mjs OUTDIR [page...]        needs tools/web.sh build/web first; CHROMIUM=path of the browser (default /usr/bin/chromium)
// Exit 1 where axe finds anything, a page is wider than its window, the console has an error, or a request fails.
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pages = join(root, 'docs/prototype');
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const [out = join(root, 'build/look'), ...wanted] = process.argv.slice(2);
mkdirSync(out, { recursive: true });

export function serve() {
	const server = createServer((request, response) => {
		const path = decodeURIComponent(request.url.split('?')[0]);
		const file = path.startsWith('/static/') ? join(root, 'build/web', path.slice(8)) : join(pages, path);
		if (path.includes('..') || !existsSync(file) || !extname(file)) { response.writeHead(404).end(); return; }
		response.writeHead(200, { 'Content-Type': types[extname(file)] || 'application/octet-stream', 'Content-Security-Policy': policy }).end(readFileSync(file));
	});
	return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const asker = ['q', 't', 'my', 'my-elder'];
const looks = [
	{ name: 'desk-light', width: 1440, height: 900 },
	{ name: 'phone-light', width: 390, height: 844 },
	{ name: 'desk-dark', width: 1440, height: 900, theme: 'dark' },
	{ name: 'phone-dark', width: 390, height: 844, theme: 'dark' },
	{ name: 'phone-elder', width: 390, height: 844, mode: 'elder', only: asker },
	{ name: 'narrow', width: 320, height: 640, shoot: false },
	{ name: 'phone-xxlarge', width: 390, height: 844, size: 'xxlarge', shoot: false },
	{ name: 'wall', width: 1920, height: 1080, only: ['wall'] },
	{ name: 'desk-contrast', width: 1440, height: 900, theme: 'contrast', shoot: false },
];

const wideness = () => {
	const limit = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= limit) return '';
	const far = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > limit + 1 && !e.closest('.scroll, .tabs, .side'));
	return far.slice(0, 3).map((e) => e.tagName + '.' + (e.getAttribute('class') || '')).join(' ') || 'document';
};

// Once under the policy (its breaches are console errors), once without it, because the policy forbids axe as an inserted script.
async function look(browser, base, file, axe) {
	const name = file.replace('.html', '');
	const wrong = [];
	const strict = await browser.newPage();
	strict.on('console', (m) => m.type() === 'error' && wrong.push(`${name}: console: ${m.text()} ${m.location().url}`));
	strict.on('pageerror', (e) => wrong.push(`${name}: script: ${e.message}`));
	strict.on('requestfailed', (r) => wrong.push(`${name}: failed: ${r.url()}`));
	await strict.goto(`${base}/${file}`, { waitUntil: 'load' });
	await strict.waitForTimeout(100);
	await strict.close();
	const context = await browser.newContext({ bypassCSP: true, locale: 'zh-CN', reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(`${base}/${file}`, { waitUntil: 'load' });
	await page.evaluate(axe);
	for (const one of looks.filter((l) => !l.only || l.only.includes(name))) {
		await page.setViewportSize({ width: one.width, height: one.height });
		await page.evaluate((o) => {
			const root = document.documentElement;
			if (root.dataset.own === undefined) root.dataset.own = root.dataset.mode || '';
			Object.assign(root.dataset, { theme: o.theme || 'light', mode: o.mode || root.dataset.own, size: o.size || 'normal' });
			window.scrollTo(0, 0);
		}, one);
		const note = (w) => wrong.push(`${name} ${one.name}: ${w}`);
		const wide = await page.evaluate(wideness);
		if (wide) note('sideways: ' + wide);
		if (one.shoot !== false) await page.screenshot({ path: join(out, `${name}.${one.name}.png`), fullPage: one.width < 800 });
		const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
		for (const v of found.violations) note(`axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + ((n.any[0] || {}).message || '')).join(' | ')}`);
	}
	await context.close();
	return wrong;
}

const server = await serve();
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--lang=zh-CN'],
});
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
let bad = 0;
for (const file of readdirSync(pages).filter((f) => f.endsWith('.html') && (!wanted.length || wanted.includes(f.replace('.html', ''))))) {
	for (const line of await look(browser, base, file, axe)) { bad++; console.log(line); }
}
await browser.close();
server.close();
console.log(bad ? `${bad} wrong` : 'clean');
process.exit(bad ? 1 : 0);
