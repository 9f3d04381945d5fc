// One bureau twice, on SQLite and on PostgreSQL: made at the same moment and given the same commands, the two answer alike.
// The digests of the rows differ by what the dice gave (password salts, keys of personal values), so the API's answers are compared here;
// that PostgreSQL's rows have the digest of a SQLite store rebuilt from their journal is what `verify` says.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, makeBureau, api } from '../start.mjs';

const NOW = '2026-11-24T10:30';
const TIME = /^\d{4}-\d\d-\d\dT/;

// Two servers do not reach a command in the same second.
function assertAlike(a, b, where) {
	if (typeof a === 'string' && TIME.test(a) && TIME.test(b)) return assert.ok(Math.abs(Date.parse(a) - Date.parse(b)) < 300e3, `${where}: ${a} ${b}`);
	if (a === null || typeof a !== 'object') return assert.deepEqual(a, b, where);
	assert.deepEqual(Object.keys(a), Object.keys(b), where);
	for (const key of Object.keys(a)) assertAlike(a[key], b?.[key], `${where}.${key}`);
}

// Runs the work on every server so that no one is a request ahead of another.
async function inStep(servers, work) {
	let waiting = [], left = servers.length;
	const meet = () => { if (waiting.length === left) { for (const go of waiting) go(); waiting = []; } };
	const step = () => new Promise((go) => { waiting.push(go); meet(); });
	return Promise.all(servers.map((server) => {
		const ask = (login) => { const send = api(server, login); return async (...words) => { await step(); return send(...words); }; };
		return work(server, ask).finally(() => { left--; meet(); });
	}));
}

async function everything(server, api) {
	const all = {}, openapi = await (await fetch(server.url + '/api/v1/openapi.json')).json();
	const lists = Object.keys(openapi.paths).filter((path) => /^(\/api\/v1)?\/[a-z-]+$/.test(path)).map((path) => path.replace('/api/v1', ''));
	for (const login of ['system', 'desk']) {
		const ask = api(login);
		for (const path of lists) {
			const rows = [];
			for (let after = ''; after !== null;) {
				const answer = await ask('GET', `${path}?limit=200&sort=id${after && '&after=' + encodeURIComponent(after)}`);
				if (answer.status !== 200) { rows.push(answer.status); break; }
				rows.push(...answer.json.items);
				after = answer.json.next;
			}
			all[login + path] = rows;
		}
	}
	return all;
}

async function work(server, api) {
	const desk = api('desk'), worker = api('worker'), asker = api('asker');
	const kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id, said = [];
	const give = async (who, ...words) => { const answer = await who('POST', ...words); said.push([answer.status, answer.json]); return answer.json; };
	const made = await give(desk, '/matters', { title: '两库同题：走廊灯不亮', kind, place: 'NA302', detail: '三楼东头 100% _ \\ " \'' });
	await give(desk, `/matters/${made.id}/accept`, {});
	await give(desk, `/matters/${made.id}/dispatch`, { owner_unit: 1, owner: 'worker' });
	await give(worker, `/matters/${made.id}/sign`, {});
	await give(asker, '/matters', { title: '', kind: 99999 });
	await give(asker, '/matters', { title: '打印机卡纸 A4纸', kind, place: 'NA302' });
	for (const q of ['走廊', 'A4', 'zl', '空调 漏水', '。'])
		said.push((await desk('GET', `/matters?q=${encodeURIComponent(q)}&sort=-id&limit=50`)).json);
	for (const filter of ['state=new,closed&sort=due_at', 'sort=-due_at', 'lamp=red', 'place.under=1', 'state.ne=closed&due_at.lt=now%2B3d', 'sort=title', 'done_at=null'])
		said.push((await desk('GET', `/matters?${filter}&limit=200`)).json);
	return said;
}

// Both are asked step by step at the same time, and both began at the same moment: on a busy machine a lamp would turn red on one of them
// while the other is still being made.
if (process.env.GANGMU_DB)
	test('the same bureau and the same commands on SQLite and PostgreSQL give the same answers', async () => {
		const bureaus = [false, true].map((postgres) => makeBureau({ postgres, words: ['--demo', '--now', NOW] }));
		const servers = await Promise.all(bureaus.map((bureau) => startServer({ bureau, args: ['--now', NOW] })));
		const said = await inStep(servers, work), last = await inStep(servers, everything);
		assert.ok(Object.values(last[0]).flat().length > 1000, 'there is something to compare');
		assertAlike(said[0], said[1], 'said');
		assertAlike(last[0], last[1], 'after');
		for (const server of servers) {
			assert.match(server.run('verify'), /数据一致/);
			assert.match(server.run('replay'), /数据一致/);
			await server.stop();
		}
	});
