// The cost of a page in statements: the same whatever the number of rows, and never above the budget (ui.md 6: at most 5 for a list or
// a record, besides who is asking). Counted from the trace log of the server itself.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, api } from '../start.mjs';
import { logIn } from '../visitor.mjs';

let server, people = {};
before(async () => {
	server = await startServer({ args: ['--trace'] });
	for (const login of ['desk', 'worker', 'team', 'leader', 'head']) people[login] = await logIn(server, login);
});
after(() => server.stop());

// The statements of one GET, the second time, so that the caches of the connection are warm: those between two requests in the log.
async function statements(login, path) {
	await people[login].get(path);
	await pause(30);
	const from = server.log().length;
	const answer = await people[login].get(path);
	assert.equal(answer.status, 200, path);
	let lines;
	for (let i = 0; i < 40 && !(lines = server.log().slice(from)).includes('"what":"request"'); i++) await pause(10);
	return lines.split('\n').filter((l) => l.includes('"what":"sql"')).map((l) => JSON.parse(l).text).filter((s) => !/^(BEGIN|COMMIT|PRAGMA)/i.test(s));
}

const twice = [
	['desk', '/matters?view=', 10, 100], ['desk', '/work-orders?view=', 10, 100], ['desk', '/people', 10, 100], ['leader', '/items?view=', 10, 100],
];
for (const [login, path, few, many] of twice)
	test(`a list costs the same statements for ${few} rows as for ${many}: ${path} as ${login}`, async (t) => {
		const join = path.includes('?') ? '&' : '?';
		const small = await statements(login, `${path}${join}limit=${few}`), large = await statements(login, `${path}${join}limit=${many}`);
		t.diagnostic(`${small.length} statements`);
		assert.equal(large.length, small.length, 'more rows, more statements:\n' + large.join('\n'));
		assert.ok(small.length <= 8, `${small.length}:\n${small.join('\n')}`);
	});

test('no page asks the same statement over and over: homes, desk, record, tasks', async (t) => {
	const wrong = [], said = [];
	const matter = (await api(server, 'desk')('GET', '/matters?state=working&limit=1&view=')).json.items[0].id;
	for (const [login, path, most] of [['desk', '/desk', 14], ['desk', '/home', 14], ['leader', '/home', 14], ['head', '/home', 14], ['team', '/home', 14], ['worker', '/tasks', 10], ['desk', `/matters/${matter}`, 14], ['desk', '/figures', 8]]) {
		const asked = await statements(login, path), times = new Map();
		for (const s of asked) times.set(s, (times.get(s) || 0) + 1);
		const worst = [...times].sort((a, b) => b[1] - a[1])[0];
		said.push(`${login} ${path.replace(/\d+/, 'N')} ${asked.length}`);
		if (asked.length > most) wrong.push(`${login} ${path}: ${asked.length} statements, ${most} allowed`);
		if (worst && worst[1] > 2) wrong.push(`${login} ${path}: ${worst[1]} times: ${worst[0].slice(0, 200)}`);
	}
	t.diagnostic(said.join('; '));
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});
