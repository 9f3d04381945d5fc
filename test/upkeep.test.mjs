// What who looks after the machine is told in the README: backup, restore, verify; the package and the service.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startServer, api, program } from './start.mjs';

const root = resolve(import.meta.dirname, '..');

test('G10 backup beside the running server, restore elsewhere, verify both; nothing is overwritten', async () => {
	const server = await startServer();
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-upkeep-'));
	try {
		const system = api(server, 'system'), title = '备份前登记';
		const kind = (await system('GET', '/kinds?code=repair')).json.items[0].id;
		const made = await api(server, 'desk')('POST', '/matters', { title, kind, place: 'NA302' });
		assert.equal(made.status, 201, made.text);
		const copy = join(folder, 'copy'), restored = join(folder, 'restored');
		assert.match(server.run('backup', copy), /backup done/);
		execFileSync(program, ['restore', copy, '--data', restored], { stdio: 'pipe' });
		assert.match(execFileSync(program, ['verify', '--data', restored], { encoding: 'utf8' }), /数据一致/);
		const found = execFileSync('sqlite3', ['-readonly', join(restored, 'gangmu.db'), `SELECT count(*) FROM matter WHERE title = '${title}'`], { encoding: 'utf8' });
		assert.equal(found.trim(), '1');
		assert.equal(spawnSync(program, ['restore', copy, '--data', restored]).status, 1, 'a data directory that exists stays');
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});

test('G10 the Debian package builds and holds what it should', () => {
	const out = mkdtempSync(join(tmpdir(), 'gangmu-deb-'));
	try {
		const file = execFileSync(join(root, 'tools/deb.sh'), ['build', out], { encoding: 'utf8' }).trim().split('\n').pop();
		const list = execFileSync('dpkg', ['-c', file], { encoding: 'utf8' });
		const files = new Map(list.trim().split('\n').map((line) => line.split(/\s+/)).map((w) => [w[5], w[0] + ' ' + w[1]]));
		for (const path of ['usr/bin/gangmu', 'usr/bin/gangmu-reader']) assert.equal(files.get('./' + path), '-rwxr-xr-x root/root', path);
		for (const path of ['lib/systemd/system/gangmu.service', 'etc/default/gangmu', 'usr/share/doc/gangmu/README.md', 'usr/share/doc/gangmu/copyright', 'usr/share/doc/gangmu/changelog.gz'])
			assert.equal(files.get('./' + path), '-rw-r--r-- root/root', path);
		const fields = execFileSync('dpkg-deb', ['-f', file], { encoding: 'utf8' });
		for (const library of ['libevent', 'libsqlite3-0', 'libpq5', 'libsodium23', 'libseccomp2', 'libturbojpeg0', 'adduser']) assert.match(fields, new RegExp(library), library);
		const control = mkdtempSync(join(out, 'control-'));
		execFileSync('dpkg-deb', ['-e', file, control]);
		assert.equal(readFileSync(join(control, 'conffiles'), 'utf8'), '/etc/default/gangmu\n');
		assert.match(readFileSync(join(control, 'postinst'), 'utf8'), /adduser --system --group .* gangmu/);
		for (const script of ['postinst', 'prerm', 'postrm']) assert.equal(spawnSync('sh', ['-n', join(control, script)]).status, 0, script);
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
});

test('G10 the service file: known words only, the options file is the one that is shipped', () => {
	const unit = readFileSync(join(root, 'tools/gangmu.service'), 'utf8');
	assert.match(unit, /EnvironmentFile=-\/etc\/default\/gangmu/);
	if (spawnSync('systemd-analyze', ['--version']).status !== 0) return;
	const said = spawnSync('systemd-analyze', ['verify', join(root, 'tools/gangmu.service')], { encoding: 'utf8' }).stderr;
	assert.doesNotMatch(said, /Unknown|Failed to parse|Invalid|not absolute/i, said);
});
