// A2 案不积卷、事不过夜: the roll call of a real server whose clock stands at the evening, at midnight, and days later.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { makeBureau, startServer, api } from '../start.mjs';
import { logIn, formsOf } from '../visitor.mjs';

const TUESDAY = '2026-11-24';
let server;
before(async () => {
	const bureau = makeBureau({ words: ['--demo', '--now', `${TUESDAY}T16:50`] });
	server = await startServer({ bureau, args: ['--now', `${TUESDAY}T17:00`] });
});
after(() => server.stop());

// The same data with the clock at another moment.
async function at(when) {
	const { data, database } = server;
	await server.stop({ keep: true });
	server = await startServer({ folder: data.replace(/\/data$/, ''), database, args: ['--now', when] });
}
async function until(what, ms = 8000) {
	for (const end = Date.now() + ms; ; ) {
		const found = await what();
		if (found) return found;
		assert.ok(Date.now() < end, 'it does not come: ' + what);
		await new Promise((done) => setTimeout(done, 100));
	}
}
const items = async (login, path) => {
	const answer = await api(server, login)('GET', encodeURI(path));
	assert.equal(answer.status, 200, answer.text);
	return answer.json.items;
};
const rows = (login, more = '') => items(login, `/roll-calls?day=${TUESDAY}&limit=100${more}`);

test('A2 at the set hour each unit with something open is asked, once, and sees its own rows', async () => {
	const asked = await until(async () => { const r = await rows('leader'); return r.length && r; });
	assert.ok(asked.length >= 3);
	assert.ok(asked.every((r) => r.state === 'asked' && !r.late));
	assert.equal(new Set(asked.map((r) => r.unit)).size, asked.length, 'one row a unit');
	const open = await items('leader', '/work-orders?view=tonight&limit=200');
	const undispatched = await items('desk', '/matters?view=&state=new,accepted&explained_until.lt=today&limit=200');
	assert.equal(asked.reduce((sum, r) => sum + r.asked, 0), open.length + undispatched.length, 'what is asked is what the lists show');
	const own = await rows('team');
	assert.ok(own.length >= 1 && own.length < asked.length, 'a team leader sees the own team');
	assert.equal((await api(server, 'asker')('GET', '/roll-calls')).status, 403);
	const runs = await items('system', '/job-runs?limit=5');
	assert.match(runs[0].result, /点名 \d+ 个单位/);
	assert.equal(runs[0].late, false);
});

test('A2 words are given for several rows at once; what is wrong is said at its row and kept, the others are done', async () => {
	const team = await logIn(server, 'team');
	const kind = (await items('desk', '/kinds?code=repair'))[0].id, place = (await items('desk', '/places?kind=room&limit=1'))[0].id;
	const unit = (await items('desk', '/units?name=电工二班'))[0].id, desk = api(server, 'desk');
	for (let i = 0; i < 3; i++) {
		const made = (await desk('POST', '/matters', { title: `夜里要说明的 ${i}`, kind, place })).json.id;
		await desk('POST', `/matters/${made}/accept`, {});
		assert.equal((await desk('POST', `/matters/${made}/dispatch`, { owner_unit: unit })).status, 200);
	}
	const page = await team.get('/roll-call');
	assert.equal(page.status, 200);
	const form = formsOf(page.text).find((f) => f.action === '/roll-call');
	const ids = [...page.text.matchAll(/name="reason-w(\d+)"/g)].map((m) => m[1]).slice(-3);
	assert.equal(ids.length, 3);
	const reason = (await items('team', '/dictionaries?dict=overnight_reason&limit=1'))[0].id;
	const fields = { ...form.hidden };
	for (const [i, id] of ids.entries()) {
		fields[`reason-w${id}`] = i < 2 ? reason : '';
		fields[`until-w${id}`] = i === 1 ? TUESDAY : '2026-11-26';
		fields[`note-w${id}`] = '等灯管，明天到货 ' + i;
	}
	const answer = await team.post('/roll-call', fields);
	assert.equal(answer.status, 422);
	assert.match(answer.text, /预计办结日要晚于今天/);
	assert.match(answer.text, new RegExp(`name="until-w${ids[1]}"[^>]*aria-invalid`));
	assert.match(answer.text, /等灯管，明天到货 1/, 'what was typed is kept');
	assert.doesNotMatch(answer.text, new RegExp(`name="reason-w${ids[0]}"`), 'the good one is done');
	const order = (await api(server, 'team')('GET', `/work-orders/${ids[0]}`)).json;
	assert.equal(order.overnight_note, '等灯管，明天到货 0');
	assert.equal(order.explained_until, '2026-11-25');
	const history = await api(server, 'team')('GET', `/work-orders/${ids[0]}/history`);
	assert.match(history.text, /explain_overnight/);
	const none = await team.post('/roll-call', { ...form.hidden, once: 'another-key-0001', [`reason-w${ids[2]}`]: '' });
	assert.equal(none.status, 422);
	assert.match(none.text, /请至少给一件选择过夜原因/);
	// Somebody else's row is refused and changes nothing.
	const stranger = await logIn(server, 'worker3');
	const before = (await api(server, 'team')('GET', `/work-orders/${ids[2]}`)).json.version;
	await stranger.post('/roll-call', { csrf: await stranger.csrf(), once: 'another-key-0002', [`reason-w${ids[2]}`]: reason, [`until-w${ids[2]}`]: '2026-11-26' });
	assert.equal((await api(server, 'team')('GET', `/work-orders/${ids[2]}`)).json.version, before);
});

test('A2 when the day has ended what slept is counted, explained or not, and the sums open their rows', async () => {
	await at('2026-11-25T00:00');
	const counted = await until(async () => { const r = await rows('leader'); return r.length && r.every((one) => one.state === 'counted') && r; });
	const slept = counted.reduce((sum, r) => sum + r.slept, 0), silent = counted.reduce((sum, r) => sum + r.silent, 0);
	assert.ok(slept > silent && silent >= 1);
	const electric = counted.find((r) => r.unit_label === '电工二班' || r.unit?.label === '电工二班') ?? counted[0];
	assert.ok(electric.slept >= electric.silent);
	const leader = await logIn(server, 'leader');
	const page = await leader.get('/roll-call');
	assert.match(page.text, /各单位/);
	const night = await leader.get(`/roll-calls/${counted[0].id}`);
	assert.equal(night.status, 200);
	assert.match(night.text, /那晚在办的工单/);
});

test('A2 a server that was down makes up for it once, in order, marked late; a restart runs nothing again', async () => {
	await at('2026-11-30T08:30'); // Monday: Wednesday to Friday were missed
	const days = ['2026-11-25', '2026-11-26', '2026-11-27'];
	await until(async () => (await items('system', '/job-runs?late=1&limit=50')).length >= 6);
	for (const day of days) {
		const made = await items('leader', `/roll-calls?day=${day}&limit=100`);
		assert.ok(made.length >= 1, day);
		assert.ok(made.every((r) => r.late && r.state === 'counted'), day);
	}
	assert.equal((await items('leader', '/roll-calls?day=2026-11-28&limit=5')).length, 0, 'Saturday has no roll call');
	const runs = (await items('system', '/job-runs?limit=200')).length;
	await at('2026-11-30T08:35');
	await new Promise((done) => setTimeout(done, 1500));
	assert.equal((await items('system', '/job-runs?limit=200')).length, runs);
});

test('A2 the hour is a row: changed by the system administrator alone, wrong text refused', async () => {
	const timer = (await items('system', '/timers')).find((t) => t.days === 'workday');
	const system = api(server, 'system');
	assert.equal((await api(server, 'desk')('PATCH', `/timers/${timer.id}`, { at: '16:30' })).status, 403);
	const wrong = await system('PATCH', `/timers/${timer.id}`, { at: '25:00' });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /时刻写成四位/);
	assert.equal((await system('PATCH', `/timers/${timer.id}`, { at: '16:30' })).status, 200);
	assert.match(server.run('job'), /16:30/);
});
