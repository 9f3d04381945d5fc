// The pictures of the README, made from the demo at a fixed time: node tools/pictures.mjs [name…] (needs make build). Each at most 250 kB.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServer, startBrowser, loginPage, DESK, PHONE } from '../test/start.mjs';

const out = resolve(import.meta.dirname, '../docs/pictures');
const now = process.env.NOW || new Date().toISOString().slice(0, 10) + 'T10:30';
const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const server = await startServer({ args: ['--now', now] });
const browser = await startBrowser();
const row = (sql) => execFileSync('sqlite3', ['-readonly', join(server.data, 'gangmu.db'), sql], { encoding: 'utf8' }).trim();
const working = row("SELECT id FROM matter WHERE state = 'working' AND attended_at IS NOT NULL ORDER BY id DESC LIMIT 1") || row("SELECT id FROM matter WHERE state = 'working' ORDER BY id DESC LIMIT 1");
const token = row(`SELECT token FROM matter WHERE token IS NOT NULL AND (id = ${working} OR state = 'working') ORDER BY id = ${working} DESC LIMIT 1`);
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
let bad = 0;
for (const shot of shots.filter((s) => !wanted.length || wanted.includes(s.name))) {
	const page = shot.login ? await loginPage(browser, server, shot.login, { viewport: shot.size }) : await (await browser.newContext({ viewport: shot.size, locale: 'zh-CN' })).newPage();
	const answer = await page.goto(server.url + shot.path, { waitUntil: 'load' });
	const path = join(out, shot.name + '.png');
	await page.screenshot({ path });
	const size = statSync(path).size;
	console.log(`${shot.name.padEnd(8)} ${answer.status()} ${Math.round(size / 1024)} kB ${shot.path.replace(token, '…')}`);
	if (answer.status() !== 200 || size > 250 * 1024) bad++;
	await page.context().close();
}
await browser.close();
await server.stop();
process.exit(bad ? 1 : 0);
