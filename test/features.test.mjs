// docs/features.md is true: every id is a requirement, every route answers on a running demo, every test is there and names the id.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServer, api } from './start.mjs';

const root = resolve(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const ids = read('docs/requirement-ids.txt').trim().split('\n');
const features = read('docs/features.md');
const ticks = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1]);
const rows = [...features.matchAll(/^\| ([A-Z]\d+) \| (\w+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$/gm)]
	.map(([, id, state, what, routes, tests, missing]) => ({ id, state, what, routes: ticks(routes), tests: ticks(tests), missing: missing.trim() }));

function walk(folder, fits) {
	return readdirSync(join(root, folder), { withFileTypes: true, recursive: true }).filter((e) => e.isFile() && fits(e.name)).map((e) => readFileSync(join(e.parentPath || e.path, e.name), 'utf8'));
}

test('every requirement stands once: in the table, or as not yet', () => {
	const not = [...features.matchAll(/^- ([A-Z]\d+) not yet/gm)].map((m) => m[1]);
	assert.deepEqual([...rows.map((r) => r.id), ...not].sort(), [...ids].sort());
	for (const row of rows) {
		assert.ok(row.state === 'whole' ? !row.missing : row.state === 'part' && row.missing, `${row.id}: part says what is missing, whole misses nothing`);
		assert.ok(row.routes.length && row.tests.length, row.id);
	}
});

test('every test named exists, runs, and names the id', () => {
	const names = [
		...walk('src', (name) => name.endsWith('_test.c')).flatMap((text) => [...text.matchAll(/cmocka_unit_test\w*\((test_\w+)/g)].map((m) => m[1])),
		...walk('test', (name) => name.endsWith('.test.mjs')).flatMap((text) => [...text.matchAll(/^test\((['"`])(.*?)\1, /gm)].map((m) => m[2].replaceAll("\\'", "'"))),
	];
	const wrong = [];
	for (const { id, tests } of rows)
		for (const wanted of tests) {
			const found = names.filter((name) => (wanted.startsWith('test_') ? name === wanted : name.startsWith(wanted)));
			if (found.length !== 1) wrong.push(`${id}: ${wanted} is found ${found.length} times`);
			else if (!new RegExp(`(^|[ _])${id}([ _]|$)`).test(found[0])) wrong.push(`${id}: ${found[0]} does not name it`);
		}
	assert.deepEqual(wrong, []);
});

let server;
before(async () => { server = await startServer(); });
after(async () => { await server.stop(); });

const row = (sql) => execFileSync('sqlite3', ['-readonly', join(server.data, 'gangmu.db'), sql], { encoding: 'utf8' }).trim();

test('every route answers 200 on the demo to who is named', async () => {
	const desk = api(server, 'desk'), worker = api(server, 'worker');
	const accepted = async (title) => {
		const made = await desk('POST', '/matters', { title, kind: Number(row("SELECT id FROM kind WHERE code = 'repair'")), place: 'NA302' });
		assert.equal((await desk('POST', `/matters/${made.json.id}/accept`, {})).status, 200);
		return String(made.json.id);
	};
	const sent = await accepted('工单页要有一件');
	const unit = Number(row("SELECT unit FROM person WHERE login = 'worker'"));
	const dispatched = await desk('POST', `/matters/${sent}/dispatch`, { owner_unit: unit });
	assert.equal(dispatched.status, 200, dispatched.text);
	const order = row(`SELECT id FROM work_order WHERE matter = ${sent}`);
	assert.equal((await worker('POST', `/work-orders/${order}/sign`, {})).status, 200);
	const filled = {
		matter: row("SELECT id FROM matter WHERE state = 'working' LIMIT 1"),
		dispatchable: await accepted('派单页要有一件'),
		token: row("SELECT token FROM matter WHERE token IS NOT NULL AND state = 'working' LIMIT 1"),
		order,
		programme: row('SELECT id FROM programme ORDER BY id LIMIT 1'),
		item: row('SELECT id FROM item ORDER BY id LIMIT 1'),
		code: 'NA302',
	};
	const tokens = {}, wrong = [];
	for (const { id, routes } of rows)
		for (const route of routes) {
			const [login, pattern] = route.split(' ');
			const path = pattern.replace(/\{(\w+)\}/g, (_, name) => { assert.ok(filled[name], `the demo has no ${name}`); return filled[name]; });
			if (login !== '-') tokens[login] ||= server.token(login);
			const answer = await fetch(server.url + path, { redirect: 'manual', headers: login === '-' ? {} : { authorization: `Bearer ${tokens[login]}` } });
			await answer.arrayBuffer();
			if (answer.status !== 200) wrong.push(`${id}: ${login} ${path} ${answer.status}`);
		}
	assert.deepEqual(wrong, []);
});

test('A11 F4 G11 the homes of head and leader: every link of a figure opens a list', async () => {
	for (const login of ['head', 'leader']) {
		const headers = { authorization: `Bearer ${server.token(login)}` };
		const home = await (await fetch(server.url + '/home', { headers })).text();
		const links = [...new Set([...home.matchAll(/<a class="(?:kpi|figure)[^"]*" href="([^"]+)"/g), ...home.matchAll(/href="(\/(?:matters|work-orders)\?[^"]+)"/g)].map((m) => m[1].replaceAll('&amp;', '&')))];
		assert.ok(links.length >= 4, `${login}: ${links.length} figures lead to rows`);
		for (const link of links) assert.equal((await fetch(server.url + link, { headers })).status, 200, `${login} ${link}`);
	}
	const leader = { authorization: `Bearer ${server.token('leader')}` };
	assert.match(await (await fetch(server.url + '/figures', { headers: leader })).text(), /满意/, 'satisfaction is a figure with its definition');
});

test('C1 the programme of the demo: theme, key lines and items hang together, and the page says how much is covered', async () => {
	const leader = api(server, 'leader');
	const all = async (path) => {
		const out = [];
		for (let after = null, pages = 0; pages < 20; pages++) {
			const { json } = await leader('GET', `${path}?limit=200` + (after ? `&after=${encodeURIComponent(after)}` : ''));
			out.push(...json.items);
			after = json.next;
			if (!after) break;
		}
		return out;
	};
	const lines = await all('/key-lines'), items = await all('/items'), programmes = await all('/programmes');
	assert.ok(lines.length >= 3 && items.length >= 3 && programmes.length);
	const known = new Map(lines.map((line) => [line.id, line.programme]));
	for (const item of items) {
		assert.ok(programmes.some((one) => one.id === item.programme), `item ${item.id}`);
		if (item.key_line) assert.equal(known.get(item.key_line), item.programme, `item ${item.id}`);
	}
	const page = await fetch(`${server.url}/programmes/${items[0].programme}`, { headers: { authorization: `Bearer ${server.token('leader')}` } });
	assert.match(await page.text(), /尚无事项/);
});
