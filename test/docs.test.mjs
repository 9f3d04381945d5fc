// The documents are true: what they name exists, what they list is all there is.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const folders = (path) => readdirSync(join(root, path), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => join(path, e.name));

test('one-request.md: every file:function is there', () => {
	const found = [...read('docs/one-request.md').matchAll(/`([\w/]+\.[ch]):([a-z_0-9]+)`/g)];
	assert.ok(found.length >= 40, `${found.length} pointers`);
	const missing = found.filter(([, file, name]) => !existsSync(join(root, file)) || !new RegExp(`^[a-zA-Z].*\\b\\*?${name}\\(`, 'm').test(read(file)));
	assert.deepEqual(missing.map(([all]) => all), []);
});

test('dependencies.md lists what setup.sh and package.json bring, and nothing else', () => {
	const rows = [...read('docs/dependencies.md').matchAll(/^\| ([@\w][\w@/.+-]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].filter(([, name]) => name !== 'package');
	const listed = new Map(rows.map(([, name, version, licence, why]) => [name, { version: version.trim(), licence, why }]));
	assert.equal(listed.size, rows.length, 'nothing twice');
	const setup = read('tools/setup.sh');
	const debian = [...setup.matchAll(/packages="(?:\$packages )?([^"]+)"/g)].flatMap(([, words]) => words.trim().split(/\s+/));
	const wanted = [...debian, ...[...setup.matchAll(/missing="\$missing (\w+)"/g)].map((m) => m[1]), 'node-llhttp'];
	const npm = JSON.parse(read('package.json'));
	const packages = { ...npm.dependencies, ...npm.devDependencies };
	assert.deepEqual([...listed.keys()].sort(), [...new Set([...wanted, ...Object.keys(packages)])].sort());
	for (const [name, version] of Object.entries(packages)) assert.equal(listed.get(name).version, version, name);
	for (const [name, { licence, why }] of listed) assert.ok(licence.length > 2 && why.length > 12 && !why.includes('\n'), name);
});

test('linked libraries: none under GPL or AGPL', () => {
	const linked = read('docs/dependencies.md').split('## To build')[0];
	assert.ok(!/\| A?GPL/.test(linked));
});

test('how-to-add-a-record.md shows the model file as it is', () => {
	assert.equal(/```\n([\s\S]*?)\n```/.exec(read('docs/how-to-add-a-record.md'))[1], read('src/module/board/board.model').trimEnd());
});

test('every room and every module folder has a README of at most 30 lines', () => {
	const rooms = [...folders('src'), ...folders('src/module'), 'test', 'tools', 'web', 'bench'];
	for (const room of rooms) {
		const path = join(room, 'README.md');
		assert.ok(existsSync(join(root, path)), path);
		assert.ok(read(path).split('\n').length <= 31, path + ' is too long');
	}
});

test('architecture.md: at most 200 lines, a section line for each room and each module', () => {
	const text = read('docs/architecture.md');
	assert.ok(text.split('\n').length <= 201);
	for (const folder of [...folders('src'), ...folders('src/module')].map((f) => f.split('/').pop())) assert.match(text, new RegExp(`\\*\\*${folder}\\*\\*`), folder);
});

test('the two READMEs: short, linked to one another, every link and picture leads somewhere, every make target is one', () => {
	const targets = /^\.PHONY: (.*)$/m.exec(read('Makefile'))[1].split(' ');
	for (const [name, other] of [['README.md', 'README.zh.md'], ['README.zh.md', 'README.md']]) {
		const text = read(name);
		assert.ok(text.split('\n').length <= 121, name);
		const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map((m) => m[1]).filter((link) => !link.startsWith('http'));
		assert.ok(links.includes(other));
		for (const link of links) assert.ok(existsSync(join(root, dirname(name), link)), `${name}: ${link}`);
		for (const [, target] of text.matchAll(/`make ([a-z]+)/g)) assert.ok(targets.includes(target), `${name}: make ${target}`);
	}
});

test('pictures: at most 250 kB each', () => {
	for (const name of readdirSync(join(root, 'docs/pictures'))) assert.ok(statSync(join(root, 'docs/pictures', name)).size <= 250 * 1024, name);
});

test('no document names a path that is not there', () => {
	const wrong = [];
	for (const name of ['README.md', 'README.zh.md', ...readdirSync(join(root, 'docs')).filter((f) => f.endsWith('.md')).map((f) => 'docs/' + f)])
		for (const [, path] of read(name).matchAll(/`((?:src|tools|test|docs|web|seed|bench)\/[\w./-]+\.\w+)`/g))
			if (!existsSync(join(root, path))) wrong.push(`${name}: ${path}`);
	assert.deepEqual(wrong, []);
});
