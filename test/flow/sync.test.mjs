// F6: the first failed sync ends the server. It acknowledges nothing more, leaves with its own code, and the next start has all that was
// acknowledged; what was answered by an error is sent again with its key and is there once.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, api } from '../start.mjs';

// PostgreSQL syncs for itself and panics for itself; its server is not ours to break.
test('F6 the first failed sync stops the server; nothing acknowledged is lost, nothing is there twice', { skip: !!process.env.GANGMU_DB }, async () => {
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-sync-')), library = join(folder, 'failing_sync.so'), flag = join(folder, 'fail');
	execFileSync('gcc', ['-shared', '-fPIC', '-D_GNU_SOURCE', '-O1', join(import.meta.dirname, 'failing_sync.c'), '-o', library, '-ldl']);
	const server = await startServer({ env: { LD_PRELOAD: library, FAILING_SYNC: flag, ASAN_OPTIONS: 'detect_leaks=0:verify_asan_link_order=0' } });
	const desk = api(server, 'desk'), kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	const send = (who, title, key) => who('POST', '/matters', { title, kind, place: 'NA302' }, { 'idempotency-key': key });
	assert.equal((await send(desk, '断盘之前', 'before')).status, 201);
	const ended = new Promise((done) => server.child.on('exit', (code, signal) => done(signal ?? code)));
	server.child.ref();
	writeFileSync(flag, '');
	const failed = await Promise.all(Array.from({ length: 8 }, () => send(desk, '断盘之时', 'during').catch(() => ({ status: 0 }))));
	assert.ok(failed.every((a) => a.status === 503 || a.status === 0), failed.map((a) => a.status).join());
	const said = failed.find((a) => a.status === 503);
	if (said) assert.match(said.text, /暂时不能保存/);
	assert.equal(await ended, 1, 'it left by itself with its own code');
	assert.match(server.log(), /"server\.broken"/);
	assert.doesNotMatch(server.log(), /AddressSanitizer|runtime error/);
	rmSync(flag);
	const next = await server.restart(), again = api(next, 'desk');
	assert.equal((await send(again, '断盘之前', 'before')).status < 300, true);
	assert.equal((await send(again, '断盘之时', 'during')).status < 300, true);
	const count = async (q) => (await again('GET', `/matters?view=&q=${encodeURIComponent(q)}`)).json.items.length;
	assert.deepEqual([await count('断盘之前'), await count('断盘之时')], [1, 1]);
	await next.stop();
	rmSync(folder, { recursive: true });
});
