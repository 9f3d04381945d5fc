// The API over the real server: what a script can do, and what it is told when it may not.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, api } from '../start.mjs';

let server, desk, asker, worker, system;
before(async () => {
	server = await startServer();
	desk = api(server, 'desk');
	asker = api(server, 'asker');
	worker = api(server, 'worker');
	system = api(server, 'system');
});
after(async () => {
	const words = server.run('verify');
	await server.stop();
	assert.match(words, /数据一致/, 'rebuilt from the journal, the rows are equal');
});

async function kind(code) {
	return (await desk('GET', '/kinds?code=' + code)).json.items[0].id;
}

test('A3 A5 a matter is created, listed, read, and its history says who did what', async () => {
	const made = await desk('POST', '/matters', { title: '走廊灯不亮', kind: await kind('repair'), place: 'NA302', detail: '三楼东头' });
	assert.equal(made.status, 201, made.text);
	assert.match(made.json.no, /^SX\d{4}-\d{5}$/);
	assert.equal(made.json.state, 'new');
	assert.equal(made.json.channel, 'api');
	const again = await desk('GET', '/matters/' + made.json.id);
	assert.equal(again.json.title, '走廊灯不亮');
	const history = await desk('GET', `/matters/${made.json.id}/history`);
	assert.equal(history.json.items[0].command, 'create');
	const found = await desk('GET', '/matters?q=' + encodeURIComponent('走廊') + '&state=new');
	assert.ok(found.json.items.some((row) => row.id === made.json.id));
});

test('G12 every refusal gives all reasons at once, in both languages, with field and code', async () => {
	const no = await desk('POST', '/matters', { title: '字'.repeat(61), kind: 9999, place: 'NOSUCH', colour: 'red', state: 'closed' });
	assert.equal(no.status, 422);
	assert.match(no.headers.get('content-type'), /application\/problem\+json/);
	const codes = no.json.errors.map((e) => e.code + ':' + e.field);
	for (const want of ['too-long:title', 'ref:place', 'unknown-field:colour', 'not-asked:state']) assert.ok(codes.includes(want), want + ' in ' + codes);
	for (const e of no.json.errors) assert.ok(e.zh && e.en);
	assert.equal((await desk('POST', '/matters', {})).status, 422);
	assert.equal((await desk('POST', '/matters', '{"title":"a","title":"b"}')).status, 400);
	assert.equal((await desk('POST', '/matters', '[1]')).status, 400);
	assert.equal((await desk('POST', '/matters', 'title=x', { 'content-type': 'text/plain' })).status, 415);
});

test('an idempotency key does a thing once, and refuses another thing', async () => {
	const body = { title: '重复提交', kind: await kind('repair'), place: 'NA302' };
	const key = { 'idempotency-key': 'flow-once-1' };
	const first = await desk('POST', '/matters', body, key), second = await desk('POST', '/matters', body, key);
	assert.equal(first.status, 201);
	assert.equal(second.status, 200);
	assert.equal(first.json.id, second.json.id);
	const other = await desk('POST', `/matters/${first.json.id}/accept`, {}, key);
	assert.equal(other.status, 422);
	assert.equal(other.json.errors[0].code, 'idempotency-key');
	const many = await Promise.all(Array.from({ length: 20 }, () => desk('POST', '/matters', body, { 'idempotency-key': 'flow-once-2' })));
	assert.equal(new Set(many.map((m) => m.json.id)).size, 1);
});

test('a stale version is refused with 412 and nothing is changed', async () => {
	const made = await desk('POST', '/matters', { title: '版本', kind: await kind('repair'), place: 'NA302' });
	const tag = made.headers.get('etag');
	assert.equal((await desk('POST', `/matters/${made.json.id}/remark`, { note: '先改一次' })).status, 200);
	const stale = await desk('POST', `/matters/${made.json.id}/accept`, {}, { 'if-match': tag });
	assert.equal(stale.status, 412);
	assert.equal((await desk('GET', '/matters/' + made.json.id)).json.state, 'new');
});

test('A1 A8 A10 the whole loop: accept, dispatch with a helper, sign, attend, complete, and closing only when the three duties hold', async () => {
	const units = (await desk('GET', '/units?limit=100')).json.items, unit = (name) => units.find((u) => u.name === name).id;
	const { id } = (await desk('POST', '/matters', { title: '会议室灯不亮', kind: await kind('repair'), place: 'ZB305' })).json;
	assert.equal((await desk('POST', `/matters/${id}/dispatch`, { owner_unit: unit('电工二班') })).status, 409, 'not before it is accepted');
	assert.equal((await desk('POST', `/matters/${id}/accept`, {})).status, 200);
	const sent = await desk('POST', `/matters/${id}/dispatch`, { owner_unit: unit('电工二班'), plan: JSON.stringify([{ unit: unit('会议保障科'), task: '调换会议室' }]) });
	assert.equal(sent.status, 200, sent.text);
	assert.ok(sent.json.due_at && sent.json.sign_due && sent.json.attend_due && sent.json.answer_due, 'four clocks run from dispatch');
	const orders = (await desk('GET', '/work-orders?matter=' + id)).json.items;
	assert.deepEqual(orders.map((o) => o.role).sort(), ['helper', 'lead']);
	const lead = orders.find((o) => o.role === 'lead').id, helper = orders.find((o) => o.role === 'helper').id;
	assert.equal((await worker('POST', `/work-orders/${lead}/sign`, {})).status, 200);
	assert.equal((await worker('POST', `/work-orders/${helper}/sign`, {})).status, 403, 'another unit\'s part may be seen, not done');
	assert.equal((await worker('POST', `/work-orders/${lead}/attend`, { note: '到现场' })).status, 200);
	const early = await worker('POST', `/work-orders/${lead}/complete`, { result: 'done', quality: 'fine', note: '换灯管' });
	assert.equal(early.status, 409, 'the helper is not done yet');
	const head2 = api(server, 'head2');
	assert.equal((await head2('POST', `/work-orders/${helper}/sign`, {})).status, 200);
	assert.equal((await head2('POST', `/work-orders/${helper}/complete`, { result: 'done', quality: 'good', note: '已改到 308' })).status, 200);
	assert.equal((await worker('POST', `/work-orders/${lead}/complete`, { result: 'done', quality: 'fine' })).status, 422, 'the note is asked for');
	assert.equal((await worker('POST', `/work-orders/${lead}/complete`, { result: 'done', quality: 'fine', note: '换灯管' })).status, 200);
	const gate = await desk('POST', `/matters/${id}/close`, {});
	assert.equal(gate.status, 409);
	assert.match(gate.json.errors.map((e) => e.zh).join(), /回音/);
	assert.equal((await desk('POST', `/matters/${id}/answer`, { answer_way: 'phone', note: '已电话告知' })).status, 200);
	const closed = await desk('POST', `/matters/${id}/close`, {});
	assert.equal(closed.status, 200, closed.text);
	assert.equal(closed.json.state, 'closed');
	assert.ok(closed.json.effect_on, 'A9: an effect check comes later');
});

test('G9 scope: an asker sees own matters only, and rights are told apart from absence', async () => {
	const mine = (await asker('GET', '/matters?limit=200')).json.items, all = (await desk('GET', '/matters?limit=200')).json.items;
	assert.ok(all.length > mine.length);
	const foreign = all.find((m) => !mine.some((x) => x.id === m.id));
	assert.equal((await asker('GET', '/matters/' + foreign.id)).status, 404);
	assert.equal((await asker('POST', `/matters/${foreign.id}/supplement`, { note: 'x' })).status, 404);
	assert.equal((await asker('POST', `/matters/${mine[0].id}/accept`, {})).status, 403);
	const nobody = api(server, null);
	assert.equal((await nobody('GET', '/matters')).status, 401);
	assert.equal((await nobody('POST', '/matters', { title: 'x' })).status, 401);
	assert.equal((await system('GET', '/matters')).json.items.length, 0, 'the system administrator sees no business data');
});

test('lists: keyset pages meet every row once, sorts both ways, filters agree with the rows', async () => {
	for (const sort of ['id', '-id', 'due_at', '-due_at', 'title', '-created_at']) {
		const seen = [];
		let after = '';
		do {
			const page = await desk('GET', `/matters?limit=37&sort=${sort}${after}`);
			seen.push(...page.json.items.map((r) => r.id));
			after = page.json.next ? '&after=' + encodeURIComponent(page.json.next) : '';
		} while (after);
		assert.equal(new Set(seen).size, seen.length, sort + ': no row twice');
		const everything = (await desk('GET', '/matters?limit=200')).json;
		assert.ok(seen.length >= everything.items.length, sort);
	}
	const red = (await desk('GET', '/matters?view=red&limit=200')).json.items;
	for (const row of red) assert.equal(row.lamp, 'red');
	assert.equal((await desk('GET', '/matters?nonsense=1')).status, 422);
	assert.equal((await desk('GET', '/matters?sort=token')).status, 422);
	assert.equal((await desk('GET', '/matters?limit=9999')).status, 422);
});

test('OpenAPI names every path the API has', async () => {
	const doc = (await desk('GET', '/openapi.json')).json;
	assert.equal(doc.openapi, '3.1.0');
	assert.ok(doc.paths['/api/v1/matters'].post && doc.paths['/api/v1/matters/{id}/sign'] === undefined && doc.paths['/api/v1/work-orders/{id}/sign'].post);
	assert.ok(!('password' in doc.components.schemas.person.properties));
});
