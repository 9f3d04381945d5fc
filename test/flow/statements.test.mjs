// The cost of a page in statements: the same whatever the number of rows, and never above the budget (ui.md 6: at most 5 for a list,
// besides who is asking). Counted from the trace log of the server, right after a write, when no kept answer serves.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, api } from '../start.mjs';
import { logIn } from '../visitor.mjs';

let server, people = {}, kind, place;
before(async () => {
	server = await startServer({ args: ['--trace'] });
	for (const login of ['desk', 'worker', 'team', 'leader', 'head', 'asker', 'inspector', 'audit']) people[login] = await logIn(server, login);
	const call = api(server, 'desk');
	kind = (await call('GET', '/kinds?code=repair')).json.items[0].id;
	place = (await call('GET', '/places?limit=1')).json.items[0].id;
});
after(() => server.stop());

// The statements of one GET: those between two requests in the log. Asked often before, so that statements and actors are known to the
// connection; written before the last, so that nothing counted earlier is used again.
async function statements(login, path) {
	for (let i = 0; i < 3; i++) await people[login].get(path);
	assert.equal((await api(server, 'desk')('POST', '/matters', { title: '走廊灯不亮', kind, place })).status, 201);
	await people[login].get('/me'); // the actor may have to be read again
	await pause(30);
	const from = server.log().length;
	const answer = await people[login].get(path);
	assert.equal(answer.status, 200, path);
	let lines;
	for (let i = 0; i < 40 && !(lines = server.log().slice(from)).includes('"what":"request"'); i++) await pause(10);
	return lines.split('\n').filter((l) => l.includes('"what":"sql"')).map((l) => JSON.parse(l).text).filter((s) => !/^(BEGIN|COMMIT|ROLLBACK|PRAGMA|door: )/i.test(s));
}

const twice = [
	['desk', '/matters?view=', 10, 100], ['desk', '/matters', 10, 100], ['desk', '/work-orders?view=', 10, 100], ['desk', '/people', 10, 100], ['leader', '/items?view=', 10, 100],
];
for (const [login, path, few, many] of twice)
	test(`a list costs the same statements for ${few} rows as for ${many}, at most 5: ${path} as ${login}`, async (t) => {
		const join = path.includes('?') ? '&' : '?';
		const small = await statements(login, `${path}${join}limit=${few}`), large = await statements(login, `${path}${join}limit=${many}`);
		t.diagnostic(`${small.length} statements`);
		assert.equal(large.length, small.length, 'more rows, more statements:\n' + large.join('\n'));
		assert.ok(small.length >= 1 && small.length <= 5, `${small.length}:\n${small.join('\n')}`);
	});

test('no page asks the same statement over and over: homes, desk, record, tasks', async (t) => {
	const wrong = [], said = [];
	const matter = (await api(server, 'desk')('GET', '/matters?state=working&limit=1&view=')).json.items[0].id;
	for (const [login, path, most] of [['desk', '/desk', 12], ['leader', '/home', 10], ['head', '/home', 10], ['team', '/home', 10], ['worker', '/tasks', 6], ['inspector', '/home', 8],
		['audit', '/home', 8], ['asker', '/my', 6], ['desk', `/matters/${matter}`, 14], ['desk', '/figures', 4]]) {
		const asked = await statements(login, path), times = new Map();
		for (const s of asked) times.set(s, (times.get(s) || 0) + 1);
		const worst = [...times].sort((a, b) => b[1] - a[1])[0];
		said.push(`${login} ${path.replace(/\d+/, 'N')} ${asked.length}`);
		if (asked.length > most) wrong.push(`${login} ${path}: ${asked.length} statements, ${most} allowed:\n${asked.map((s) => s.slice(0, 160)).join('\n')}`);
		if (worst && worst[1] > 2) wrong.push(`${login} ${path}: ${worst[1]} times: ${worst[0].slice(0, 200)}`);
	}
	t.diagnostic(said.join('; '));
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});
