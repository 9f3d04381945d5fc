// Erasing a person's data at request: the key is destroyed, so rows, journal and every later copy hold what nobody can open; the chain
// stays valid and the journal still makes the same rows.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, api, program } from '../start.mjs';
import { logIn, formsOf } from '../visitor.mjs';

const PHONE = '13900007531', NAME = '待清除的服务对象';
const MASKED = '待** 139****7531', shown = (answer) => `${answer.json.name} ${answer.json.phone}`;
const words = (answer) => answer.json.errors.map((e) => e.zh).join('；');

test('personal data are erased by key: page, API, search, list, export and journal show none; nothing brings them back', async () => {
	const server = await startServer(), desk = api(server, 'desk'), security = api(server, 'security');
	const made = (await desk('POST', '/clients', { name: NAME, phone: PHONE })).json.id;
	const deskMan = await logIn(server, 'desk'), at = `/clients/${made}`;
	const kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	const matter = (await desk('POST', '/matters', { title: '他报的事', kind, place: 'NA302', client: made })).json.id;
	assert.deepEqual([shown(await desk('GET', at))], [MASKED]);
	assert.ok((await deskMan.get('/search?q=' + PHONE)).text.includes(NAME)|| (await deskMan.get('/search?q=' + PHONE)).text.includes('待**') || (await deskMan.get('/search?q=' + PHONE)).location, 'found by the number before');
	const key = server.database ? null : execFileSync('sqlite3', ['-readonly', join(server.data, 'gangmu.db'), `SELECT wrapped FROM subject_key WHERE subject = 'client:${made}'`]).toString().trim();
	// Who may not, and not without a word why.
	for (const login of ['worker', 'team', 'asker', 'system']) assert.ok([403, 404].includes((await api(server, login)('POST', at + '/erase', { note: 'x' })).status), login);
	const empty = await desk('POST', at + '/erase', {});
	assert.equal(empty.status, 422);
	assert.match(words(empty), /请填写说明/);
	assert.ok(empty.json.errors.every((e) => e.en));
	assert.deepEqual(shown(await desk('GET', at)), MASKED, 'a refusal erases nothing');
	// On the page.
	const form = formsOf((await deskMan.get(at + '/erase')).text).find((f) => f.action === at + '/erase');
	const done = await deskMan.post(at + '/erase', { ...form.hidden, note: '本人申请' });
	assert.equal(done.status, 303, done.text.slice(0, 500));
	const said = [];
	for (const path of [at, '/clients?view=', `/matters/${matter}`, `/matters/${matter}?tab=audit`, at + '?tab=audit', '/clients.csv', '/search?q=' + PHONE, '/lookup/client?q=' + encodeURIComponent(NAME), '/desk', `/api/v1${at}`, `/api/v1${at}/history`, `/api/v1/matters/${matter}`])
		said.push([path, (await deskMan.get(path)).text.replace(`value="${PHONE}"`, '').replaceAll('q=' + PHONE, '')]);
	for (const [path, text] of said) {
		assert.ok(!text.includes(NAME) && !text.includes('待**'), path + ': the name');
		if (!path.startsWith('/search')) assert.ok(!text.includes(PHONE) && !text.includes('139****7531'), path + ': the number');
	}
	assert.match(said[0][1], /（已清除）/);
	// Twice is refused in words; new values do not take the old place; the number is free for a new record.
	const again = await desk('POST', at + '/erase', { note: '再来' });
	assert.equal(again.status, 409);
	assert.match(words(again), /没有可清除的个人信息/);
	const back = await desk('PATCH', at, { phone: '13900007532' });
	assert.equal(back.status, 409, back.text);
	assert.match(words(back), /个人信息已清除，不能再填写/);
	assert.equal((await desk('POST', '/clients', { name: '新登记', phone: PHONE })).status, 201);
	// A person of the bureau: by the security administrator alone.
	const system = api(server, 'system'), person = (await system('GET', '/people?login=worker')).json.items[0].id;
	assert.equal((await system('PATCH', `/people/${person}`, { phone: '13900007533' })).status, 200);
	assert.equal((await system('POST', `/people/${person}/erase`, { note: 'x' })).status, 403);
	assert.equal((await security('POST', `/people/${person}/erase`, { note: '离职，本人申请' })).status, 200);
	assert.ok(!(await system('GET', `/people/${person}`)).text.includes('13900007533'));
	assert.match(server.run('verify'), /数据一致/);
	await server.stop({ keep: true });
	// What is left on the disk holds neither the values nor the key, and what is rebuilt from the journal does not either.
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-erase-')), target = join(folder, 'data');
	assert.equal(spawnSync(program, ['replay', target, ...server.where], { env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } }).status, 0);
	for (const data of server.database ? [target] : [server.data, target])
		for (const name of readdirSync(data).filter((n) => n.startsWith('gangmu.db'))) {
			const bytes = readFileSync(join(data, name));
			assert.ok(!bytes.includes(NAME), `${data}/${name}: the name`);
			if (key) assert.ok(!bytes.includes(key), `${data}/${name}: the key`);
		}
	const second = await startServer({ folder });
	assert.ok(!(await api(second, 'desk')('GET', at)).text.includes(NAME));
	await second.stop();
	rmSync(join(server.data, '..'), { recursive: true });
});
