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
	{ name: 'speech', size: DESK, login: 'leader', path: '/programmes/' + programme },
];

// The same picture in fewer bytes: Chromium packs quickly, not tightly.
function packed(png) {
	const crc = (bytes) => { let c = ~0; for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; } return ~c >>> 0; };
	const parts = [], data = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const chunk = png.subarray(at, at + 12 + png.readUInt32BE(at));
		(chunk.toString('latin1', 4, 8) === 'IDAT' ? data : parts).push(chunk);
	}
	const body = Buffer.concat([Buffer.from('IDAT'), deflateSync(inflateSync(Buffer.concat(data.map((c) => c.subarray(8, -4)))), { level: 9, memLevel: 9 })]);
	const size = Buffer.alloc(4), sum = Buffer.alloc(4);
	size.writeUInt32BE(body.length - 4);
	sum.writeUInt32BE(crc(body));
	return Buffer.concat([png.subarray(0, 8), ...parts.slice(0, -1), size, body, sum, parts.at(-1)]);
}

let bad = 0;
for (const shot of shots.filter((s) => !wanted.length || wanted.includes(s.name))) {
	const page = shot.login ? await loginPage(browser, server, shot.login, { viewport: shot.size }) : await (await browser.newContext({ viewport: shot.size, locale: 'zh-CN' })).newPage();
	const answer = await page.goto(server.url + shot.path, { waitUntil: 'load' });
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
