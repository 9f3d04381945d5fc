// The pictures of the README, made from the demo at a fixed time: node tools/pictures.mjs [name…] (needs make build). Each at most 250 kB.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { startServer, startBrowser, api, loginPage, DESK, PHONE } from '../test/start.mjs';

const out = resolve(import.meta.dirname, '../docs/pictures');
// The demo's year ends when it is made; the pictures are of the next morning at 09:40, bureau time, so that today's promises are near.
const now = process.env.NOW || new Date(Date.now() + (24 + 8) * 3600e3).toISOString().slice(0, 10) + 'T09:40';
const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const server = await startServer({ args: ['--now', now] });
const browser = await startBrowser();
const row = (sql) => execFileSync('sqlite3', ['-readonly', join(server.data, 'gangmu.db'), sql], { encoding: 'utf8' }).trim();
const working = row("SELECT id FROM matter WHERE state = 'working' AND attended_at IS NOT NULL ORDER BY id DESC LIMIT 1") || row("SELECT id FROM matter WHERE state = 'working' ORDER BY id DESC LIMIT 1");
const token = row(`SELECT token FROM matter WHERE token IS NOT NULL AND (id = ${working} OR state = 'working') ORDER BY id = ${working} DESC LIMIT 1`);
// The worker has taken one job on.
const worker = api(server, 'worker');
for (const order of (await worker('GET', '/work-orders?state=sent&limit=1')).json.items) await worker('POST', `/work-orders/${order.id}/sign`, {});
const programme = row('SELECT id FROM programme ORDER BY id DESC LIMIT 1');
const shots = [
	{ name: 'code', size: PHONE, path: '/q/NA302' },
	{ name: 'track', size: PHONE, path: '/t/' + token },
	{ name: 'matter', size: DESK, login: 'desk', path: '/matters/' + working },
	{ name: 'desk', size: DESK, login: 'desk', path: '/desk' },
	{ name: 'tasks', size: PHONE, login: 'worker', path: '/tasks' },
	{ name: 'leader', size: DESK, login: 'leader', path: '/home' },
	{ name: 'speech', size: DESK, login: 'leader', path: '/programmes/' + programme, show: '二、' },
];

// The same picture as a PNG of at most 256 colours: text and flat areas need no more, and the bytes become a third.
function packed(png) {
	const width = png.readUInt32BE(16), height = png.readUInt32BE(20), step = png[25] === 6 ? 4 : 3;
	const parts = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
	const raw = inflateSync(Buffer.concat(parts)), line = width * step;
	const colours = new Uint16Array(width * height), counts = new Map(), exact = new Map();
	let above = new Uint8Array(line);
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (line + 1)], here = Uint8Array.from(raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
		for (let i = 0; i < line; i++) {
			const left = i >= step ? here[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0, p = left + up - corner;
			const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
			here[i] += [0, left, up, (left + up) >> 1, a <= b && a <= c ? left : b <= c ? up : corner][filter];
		}
		for (let x = 0; x < width; x++) {
			const [r, g, b] = here.subarray(x * step, x * step + 3);
			const key = ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3);
			colours[y * width + x] = key;
			counts.set(key, (counts.get(key) || 0) + 1);
			if (!exact.has(key)) exact.set(key, [r, g, b]);
		}
		above = here;
	}
	const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([key]) => exact.get(key));
	const nearest = new Map([...exact].map(([key, rgb]) => {
		let best = 0, least = Infinity;
		palette.forEach((one, i) => { const d = one.reduce((sum, v, k) => sum + (v - rgb[k]) ** 2, 0); if (d < least) [least, best] = [d, i]; });
		return [key, best];
	}));
	const rows = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = nearest.get(colours[y * width + x]);
	const head = Buffer.from(png.subarray(16, 29));
	head[8] = 8, head[9] = 3;
	return Buffer.concat([png.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', Buffer.from(palette.flat())), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, bytes) {
	const body = Buffer.concat([Buffer.from(name), bytes]), size = Buffer.alloc(4), sum = Buffer.alloc(4);
	let c = ~0;
	for (const byte of body) { c ^= byte; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; }
	size.writeUInt32BE(bytes.length);
	sum.writeUInt32BE(~c >>> 0);
	return Buffer.concat([size, body, sum]);
}

let bad = 0;
for (const shot of shots.filter((s) => !wanted.length || wanted.includes(s.name))) {
	const page = shot.login ? await loginPage(browser, server, shot.login, { viewport: shot.size }) : await (await browser.newContext({ viewport: shot.size, locale: 'zh-CN' })).newPage();
	const answer = await page.goto(server.url + shot.path, { waitUntil: 'load' });
	// A speech looks back first; what it asks for, and what became of it, comes further down.
	if (shot.show) await page.locator('main :is(h2, h3, p)', { hasText: shot.show }).first().evaluate((part) => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 120));
	const path = join(out, shot.name + '.png');
	writeFileSync(path, packed(await page.screenshot()));
	const size = statSync(path).size;
	console.log(`${shot.name.padEnd(8)} ${answer.status()} ${Math.round(size / 1024)} kB ${shot.path.replace(token, '…')}`);
	if (answer.status() !== 200 || size > 250 * 1024) bad++;
	await page.context().close();
}
await browser.close();
await server.stop();
process.exit(bad ? 1 : 0);
