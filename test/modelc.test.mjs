// modelc tells every mistake of every file at once, with file and line, and then writes nothing.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const modelc = join(root, 'build/tools/modelc');

function compile(...files) {
	const out = mkdtempSync(join(tmpdir(), 'gangmu-modelc-'));
	try {
		const ran = spawnSync(modelc, [out, ...files], { cwd: root, encoding: 'utf8' });
		const written = Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
		return { status: ran.status, lines: ran.stderr.trim().split('\n').filter(Boolean), written };
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
}

test('twenty mistakes: all twenty with file and line at once, nothing written', () => {
	const file = 'test/model/twenty_mistakes.model';
	const marked = readFileSync(join(root, file), 'utf8').split('\n').flatMap((line, i) => (line.endsWith('# wrong') ? [i + 1] : []));
	assert.equal(marked.length, 20);
	const { status, lines, written } = compile(file);
	assert.equal(status, 1);
	assert.deepEqual(written, {});
	assert.equal(lines.pop(), 'modelc: 20 errors, nothing written');
	const told = lines.map((line) => {
		const [, where, number, words] = /^([^:]+):(\d+): (.+)$/.exec(line) || assert.fail(line);
		assert.equal(where, file);
		assert.ok(words.length > 10, line);
		return Number(number);
	});
	assert.deepEqual(told.sort((a, b) => a - b), marked);
});

test('a good model passes, and its tables hold what it says', () => {
	const { status, lines, written } = compile('test/model/good.model');
	assert.deepEqual([status, lines], [0, []]);
	assert.match(written['model_gen.h'], /WALL_NAME = 6,.*WALL_FIELDS = 9/);
	assert.match(written['model_gen.h'], /#define WALL_STATE_SHUT "shut"/);
	assert.match(written['model_tables.c'], /\{"height", \{"高\(m\)", "Height \(m\)"\}/);
});

test('one file right and one wrong: still nothing is written', () => {
	const { status, lines, written } = compile('test/model/good.model', 'test/model/twenty_mistakes.model');
	assert.equal(status, 1);
	assert.deepEqual(written, {});
	// The good file declares the choice first, so both of the other file's declarations are second ones; its misspelt record stays its own.
	assert.ok(lines.every((line) => line.startsWith('test/model/twenty_mistakes.model:') || line.startsWith('modelc: ')), lines.join('\n'));
});

test('files and lines too large, bytes that are no words: told, never a crash', () => {
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-model-'));
	try {
		const long = join(folder, 'long.model');
		writeFileSync(long, 'record wall 墙|Wall\n\tlist' + ' name'.repeat(70) + '\n');
		assert.match(compile(long).lines[0], /long\.model:2: more than 64 words in a line/);
		const huge = join(folder, 'huge.model');
		writeFileSync(huge, '# a comment\n'.repeat(100000));
		assert.match(compile(huge).lines[0], /huge\.model:0: a file has at most/);
		const noise = join(folder, 'noise.sql');
		writeFileSync(noise, '\xff\xfe SELECT\n-- name: Two Words\n');
		const { status, lines } = compile(noise);
		assert.equal(status, 1);
		assert.equal(lines.length, 3, lines.join('\n'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
