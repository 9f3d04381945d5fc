// The journal's head kept outside: what the chain alone cannot show — a tail cut off, the whole database set back to an older copy, a
// journal written anew — is found against it, on the command line, at the server's start and on the auditors' page.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, api, program } from '../start.mjs';
import { logIn } from '../visitor.mjs';

const LINE = /^gangmu-anchor \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (\d+) ([0-9a-f]{64})$/;
const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' };
const gangmu = (...words) => { const r = spawnSync(program, words, { encoding: 'utf8', env }); return { code: r.status, said: r.stdout + r.stderr }; };
const remark = async (server, title) => {
	const desk = api(server, 'desk'), kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	assert.equal((await desk('POST', '/matters', { title, kind, place: 'NA302' })).status, 201);
};

test('the head goes to the file at the start and at the end, to the log, and verify holds the journal against all of them', async () => {
	const outside = mkdtempSync(join(tmpdir(), 'gangmu-anchor-')), file = join(outside, 'heads.txt');
	const server = await startServer({ args: ['--anchor', file] });
	await remark(server, '链头之间');
	await server.stop({ keep: true });
	const lines = readFileSync(file, 'utf8').trim().split('\n');
	assert.equal(lines.length, 2);
	const counts = lines.map((line) => Number(LINE.exec(line)[1]));
	assert.ok(counts[1] > counts[0], counts.join());
	for (const line of lines) assert.ok(server.log().includes(line), 'the log has it: ' + line);
	const printed = gangmu('head', ...server.where).said.trim();
	assert.equal(LINE.exec(printed)[2], LINE.exec(lines[1])[2]);
	assert.match(gangmu('verify', '--against', file, ...server.where).said, /与外存的 2 个链头相符/);
	// A line cut off by a power failure is passed over, and cut away by the next one.
	appendFileSync(file, 'gangmu-anchor 2026-11-24T02:3');
	assert.equal(gangmu('verify', '--against', file, ...server.where).code, 0);
	assert.equal(gangmu('head', file, ...server.where).code, 0);
	assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 3);
	// What is no anchor, or no file, proves nothing.
	for (const text of ['', '# nothing\n', 'x\n', `gangmu-anchor 2026-11-24T02:30:00Z 5 ${'g'.repeat(64)}\n`, `gangmu-anchor 2026-11-24T02:30:00Z 5 abc\n`, `gangmu-anchor yesterday 5 ${'a'.repeat(64)}\n`]) {
		writeFileSync(join(outside, 'bad.txt'), text);
		assert.equal(gangmu('verify', '--against', join(outside, 'bad.txt'), ...server.where).code, 1, JSON.stringify(text));
	}
	assert.equal(gangmu('verify', '--against', join(outside, 'none.txt'), ...server.where).code, 1);
	const again = await server.restart();
	await again.stop();
	rmSync(outside, { recursive: true });
});

test('G10 F15 a cut tail, an older copy and a journal written anew are found; the server does not start on them', { skip: !!process.env.GANGMU_DB }, async () => {
	const outside = mkdtempSync(join(tmpdir(), 'gangmu-anchor-')), file = join(outside, 'heads.txt'), old = join(outside, 'old');
	const server = await startServer({ args: ['--anchor', file] });
	const auditor = await logIn(server, 'audit');
	await remark(server, '旧的一份里有');
	assert.match(server.run('backup', old), /backup done/);
	assert.match(readFileSync(join(old, 'anchor.txt'), 'utf8').trim(), LINE);
	await remark(server, '旧的一份里没有');
	const kept = gangmu('head', ...server.where).said.trim();
	const check = async (line) => (await auditor.get('/audit/anchor?line=' + encodeURIComponent(line)));
	assert.match((await auditor.get('/audit')).text, /href="\/audit\/anchor"/);
	assert.ok((await auditor.get('/audit/anchor')).text.includes(LINE.exec(kept)[2]), 'the page shows the head');
	assert.match((await check(kept)).text, /相符：当时的日志还在/);
	assert.match((await check(kept.replace(/[0-9a-f]{64}$/, (hash) => hash.toUpperCase().match(/.{8}/g).join(' ')))).text, /相符：当时的日志还在/, 'typed off the printed page');
	assert.match((await check(kept.replace(/[0-9a-f]{64}$/, 'a'.repeat(64)))).text, /不符：这一条不是当时的那一条/);
	assert.match((await check(kept.replace(/Z \d+ /, 'Z 999999 '))).text, /不符：日志比当时短/);
	const wrong = await check('前天的链头');
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /这不是链头记录/);
	assert.match(wrong.text, /前天的链头<\/textarea>/, 'what was typed is kept');
	assert.equal((await (await logIn(server, 'system')).get('/audit/anchor')).status, 403);
	await server.stop({ keep: true });

	const refused = (where, what) => {
		const verify = gangmu('verify', '--against', file, '--data', where);
		assert.equal(verify.code, 1, what);
		assert.match(verify.said, what);
		const start = gangmu('serve', '--data', where, '--listen', '127.0.0.1:0', '--anchor', file);
		assert.equal(start.code, 1);
		assert.match(start.said, /不启动/);
	};
	// The older copy is whole in itself: only the anchor tells.
	assert.equal(gangmu('verify', '--data', old).code, 0);
	refused(old, /没有第 \d+ 条，尾部被截去，或数据被换成了旧的一份/);
	// The older copy went on by itself and is longer again: the entry is another one.
	const fork = join(outside, 'fork');
	cpSync(old, fork, { recursive: true });
	assert.equal(gangmu('restore', old, '--data', join(outside, 'back')).code, 0);
	for (let i = 0; i < 3; i++) {
		const given = spawnSync(program, ['user', 'worker', '--data', fork], { input: `Gongren-Houjie-${i}\n`, env });
		assert.equal(given.status, 0);
	}
	const seq = Number(LINE.exec(gangmu('head', '--data', fork).said.trim())[1]);
	writeFileSync(file, kept.replace(/Z \d+ /, `Z ${seq} `) + '\n');
	assert.equal(gangmu('verify', '--data', fork).code, 0);
	refused(fork, /不是当时的那一条/);
	// A backup whose database was changed after its head was written is not restored.
	execFileSync('sqlite3', [join(old, 'gangmu.db'), 'DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)']);
	assert.equal(gangmu('restore', old, '--data', join(outside, 'back2')).code, 1);
	rmSync(join(server.data, '..'), { recursive: true });
	rmSync(outside, { recursive: true });
});
