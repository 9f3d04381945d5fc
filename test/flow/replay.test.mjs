// What the journal is for: it alone makes the bureau again. A store rebuilt from it takes over where the first one ended, with the next
// numbers; what does not fit is said and nothing is left behind.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, emptyDatabase, api, program } from '../start.mjs';

const gangmu = (...words) => spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
async function create(server, title) {
	const desk = api(server, 'desk'), kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	const made = await desk('POST', '/matters', { title, kind, place: 'NA302' });
	assert.equal(made.status, 201, made.text);
	const { id, no } = (await desk('GET', `/matters/${made.json.id}`)).json;
	return { id, no, seq: Number(no.split('-').pop()) };
}

test('G10 a replayed store takes over: the next matters get the next numbers and ids, old ones are there, personal values open', async () => {
	const first = await startServer(), folder = mkdtempSync(join(tmpdir(), 'gangmu-replay-'));
	const before = await create(first, '重建之前');
	const client = async (server) => (await api(server, 'desk')('GET', '/clients?limit=200')).json.items.map((c) => [c.id, c.name, c.phone]);
	const known = await client(first);
	assert.ok(known.length && known.every((c) => c[1]), 'there are personal values');
	await first.stop({ keep: true });
	const target = join(folder, 'data'), made = first.database ? emptyDatabase() : null;
	// SQLite into a new data directory; PostgreSQL into an empty database beside, with a data directory made the same way.
	assert.equal(gangmu('replay', target, ...first.where).status, 0);
	if (made) assert.equal(gangmu('replay', made.args[1], ...first.where).status, 0);
	const second = await startServer({ folder, database: made });
	const matters = [await create(second, '重建之后一'), await create(second, '重建之后二')];
	assert.deepEqual(matters.map((m) => [m.id, m.seq]), [[before.id + 1, before.seq + 1], [before.id + 2, before.seq + 2]]);
	assert.deepEqual(await client(second), known);
	await second.stop();
	// The first goes on as if nothing had been: its next number is the same.
	const again = await first.restart();
	assert.deepEqual(await create(again, '原库接着用'), { ...matters[0] });
	await again.stop();
});

test('replay refuses a target that is there, and leaves nothing of a journal that does not fit', { skip: !!process.env.GANGMU_DB }, async () => {
	const server = await startServer(), folder = mkdtempSync(join(tmpdir(), 'gangmu-replay-')), target = join(folder, 'data');
	await create(server, '要被改坏');
	await server.stop({ keep: true });
	const sql = (text) => execFileSync('sqlite3', [join(server.data, 'gangmu.db'), text]);
	assert.equal(gangmu('replay', folder, ...server.where).status, 1, 'the folder is there');
	for (const [harm, mend, words] of [
		["UPDATE matter SET title = 'x' || title WHERE id = 1", 'UPDATE matter SET title = substr(title, 2) WHERE id = 1', /数据与日志不符/],
		["UPDATE counter SET value = value + 1 WHERE name = 'matter'", "UPDATE counter SET value = value - 1 WHERE name = 'matter'", /数据与日志不符/],
		["UPDATE journal SET note = 'x' WHERE seq = 7", null, /journal.copy/],
	]) {
		sql(harm);
		const said = gangmu('replay', target, ...server.where);
		assert.equal(said.status, 1, harm);
		assert.match(said.stdout + said.stderr, words);
		assert.ok(!existsSync(target), 'nothing is left: ' + harm);
		assert.notEqual(gangmu('verify', ...server.where).status, 0, harm);
		if (mend) sql(mend);
	}
	rmSync(join(server.data, '..'), { recursive: true });
	rmSync(folder, { recursive: true });
});
