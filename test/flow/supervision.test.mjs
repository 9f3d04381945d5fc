// A7 督办: instructions of leaders over the real server, by page and by API. Tuesday 24 November 2026, ten in the morning.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { makeBureau, startServer, api } from '../start.mjs';
import { logIn, formsOf } from '../visitor.mjs';

const NOW = '2026-11-24T10:00';
let server, unit, leaders;
// Tokens are made before anybody logs in: making one clears sessions that have run out by the wall's clock, which is not the server's.
const by = {};
before(async () => {
	server = await startServer({ bureau: makeBureau({ words: ['--demo', '--now', NOW] }), args: ['--now', NOW] });
	for (const login of ['leader', 'desk', 'head', 'team', 'worker', 'asker', 'system']) by[login] = api(server, login);
	unit = (await items('desk', '/units?name=电工二班'))[0].id;
	leaders = (await items('desk', '/people?login=leader'))[0].id;
});
after(async () => {
	const words = server.run('verify');
	await server.stop();
	assert.match(words, /数据一致/);
});
const items = async (login, path) => {
	const answer = await by[login]('GET', encodeURI(path));
	assert.equal(answer.status, 200, answer.text);
	return answer.json.items;
};
const one = async (login, path) => {
	const answer = await by[login]('GET', path);
	assert.equal(answer.status, 200, answer.text);
	return answer.json;
};
const give = (fields, login = 'leader') => by[login]('POST', '/instructions', fields);

test('A7 a leader instructs: one call makes the matter, accepted and dispatched, due on the day written', async () => {
	const made = await give({ words: '南院北门坑洼三天内补好\n补完给我看照片', owner_unit: unit, due_on: '2026-11-27' });
	assert.equal(made.status, 201, made.text);
	assert.match(made.json.no, /^PS2026-\d{4}$/);
	const instruction = await one('leader', `/instructions/${made.json.id}`);
	assert.equal(instruction.words, '南院北门坑洼三天内补好\n补完给我看照片');
	assert.equal(instruction.title, '南院北门坑洼三天内补好');
	assert.equal(instruction.leader?.id ?? instruction.leader, leaders);
	assert.equal(instruction.given_on, '2026-11-24');
	assert.equal(instruction.way, 'oral');
	const matter = await one('desk', `/matters/${instruction.matter?.id ?? instruction.matter}`);
	assert.equal(matter.state, 'sent');
	assert.match(JSON.stringify(matter.due_at), /2026-11-27T(17|09):00/);
	const orders = await items('team', `/work-orders?matter=${matter.id}`);
	assert.equal(orders.length, 1);
	assert.deepEqual(orders[0].due_at, matter.due_at);
});

test('A7 the words are never changed: no command edits an instruction', async () => {
	const made = (await give({ words: '原话一字不改', owner_unit: unit })).json;
	for (const login of ['leader', 'desk', 'system']) {
		const answer = await by[login]('PATCH', `/instructions/${made.id}`, { words: '改了' });
		assert.ok(answer.status >= 400, `${login}: ${answer.status}`);
	}
	assert.equal((await one('leader', `/instructions/${made.id}`)).words, '原话一字不改');
});

test('A7 wrong input: all reasons at once, and nothing is kept', async () => {
	const before = (await items('leader', '/instructions?limit=200')).length, matters = (await items('desk', '/matters?limit=1&sort=-id&view='))[0].id;
	const none = await give({ owner_unit: unit, due_on: '2026-11-23', given_on: '2026-11-25' });
	assert.equal(none.status, 422, none.text);
	for (const words of ['请写下领导的原话，或拍下批示件', '办结日期不能早于今天（11 月 24 日）', '交办日期不能晚于今天']) assert.ok(none.text.includes(words), words);
	const nobody = await give({ words: '市领导交办', owner_unit: unit }, 'desk');
	assert.equal(nobody.status, 422);
	assert.match(nobody.text, /请写明是哪位领导交办的/);
	const far = await give({ words: '太远', owner_unit: unit, due_on: '2029-01-01' });
	assert.match(far.text, /一年以内/);
	const client = (await items('desk', '/units?name=市政协办公厅'))[0].id;
	assert.match((await give({ words: '交给服务对象', owner_unit: client })).text, /服务对象单位不承办事项/);
	const worker = (await items('desk', '/people?login=worker'))[0].id;
	assert.match((await give({ words: '不是领导', leader: worker, owner_unit: unit }, 'desk')).text, /不是局领导/);
	assert.equal((await items('leader', '/instructions?limit=200')).length, before);
	assert.equal((await items('desk', '/matters?limit=1&sort=-id&view='))[0].id, matters, 'no matter without its instruction');
	assert.equal((await give({ words: '越权' }, 'worker')).status, 403);
	assert.equal((await give({ words: '越权' }, 'asker')).status, 403);
});

test('A7 the office registers for an outside leader without a unit and goes on to dispatch; the day holds from there', async () => {
	const desk = await logIn(server, 'desk');
	const page = await desk.get('/instructions/new');
	const form = formsOf(page.text).find((f) => f.action === '/instructions/new');
	assert.ok(form.fields.some((f) => f.name === 'given_by') && form.fields.some((f) => f.name === 'photos'));
	const wrong = await desk.post('/instructions/new', { ...form.hidden, words: '要把机关餐厅办好', given_by: '市政府秘书长', due_on: '', due_other: '2026-11-20' });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /要把机关餐厅办好/, 'what was typed is kept');
	const sent = await desk.post('/instructions/new', { ...form.hidden, words: '要把机关餐厅办好', given_by: '市政府秘书长', way: 'meeting', due_on: '', due_other: '2026-12-04' });
	assert.equal(sent.status, 303, sent.text.slice(0, 300));
	assert.match(sent.location, /^\/matters\/\d+\/dispatch$/);
	const again = await desk.post('/instructions/new', { ...form.hidden, words: '要把机关餐厅办好', given_by: '市政府秘书长', way: 'meeting', due_on: '', due_other: '2026-12-04' });
	assert.equal(again.location, sent.location, 'a second tap does nothing again');
	const id = /\d+/.exec(sent.location)[0];
	const dispatched = await by.desk('POST', `/matters/${id}/dispatch`, { owner_unit: unit });
	assert.equal(dispatched.status, 200, dispatched.text);
	const matter = await one('desk', `/matters/${id}`);
	assert.match(JSON.stringify(matter.due_at), /2026-12-04T(17|09):00/);
	const shown = await desk.get(`/matters/${id}`);
	assert.equal(shown.status, 200, shown.location);
	assert.match(shown.text, /领导原话/);
	assert.match(shown.text, /市政府秘书长 · 2026-11-24 · 会议/);
	assert.ok(shown.text.indexOf('领导原话') < shown.text.indexOf('三项责任'), 'on top');
	assert.match(shown.text, /按指定的日期/);
	const clocks = await desk.get(`/matters/${id}?tab=clock`);
	assert.match(clocks.text, /指定办结日的次一工作日/);
});

test('A7 the list shows open, due soon, overdue and struck off; the leader sees what was given; a stranger sees none', async () => {
	const leader = await logIn(server, 'leader');
	for (const view of ['open', 'yellow', 'red', 'closed']) assert.equal((await leader.get(`/instructions?view=${view}`)).status, 200);
	const open = await leader.get('/instructions?mine=1');
	assert.match(open.text, /南院北门坑洼三天内补好/);
	assert.doesNotMatch(open.text, /要把机关餐厅办好/, 'that was another leader');
	assert.match((await leader.get('/instructions')).text, /要把机关餐厅办好/);
	assert.match((await leader.get('/home')).text, /我交办的[\s\S]*南院北门坑洼三天内补好/);
	const made = (await items('leader', '/instructions?limit=1'))[0];
	const to = await leader.get(`/instructions/${made.id}`);
	assert.equal(to.status, 303);
	assert.match(to.location, /^\/matters\/\d+$/);
	const stranger = await logIn(server, 'worker4');
	assert.doesNotMatch((await stranger.get('/instructions')).text, /坑洼/);
	assert.equal((await stranger.get(`/instructions/${made.id}`)).status, 404);
	assert.equal((await (await logIn(server, 'asker')).get('/instructions')).status, 403);
});

test('A7 an extension is asked for on the work order before the limit, decided by the desk, and told to who gave the instruction', async () => {
	const made = (await give({ words: '门厅的灯换新', owner_unit: unit, due_on: '2026-11-26' })).json;
	const instruction = await one('leader', `/instructions/${made.id}`), matter = instruction.matter?.id ?? instruction.matter;
	const order = (await items('team', `/work-orders?matter=${matter}`))[0].id;
	const team = await logIn(server, 'team'), desk = await logIn(server, 'desk'), leader = await logIn(server, 'leader');
	assert.match((await team.get(`/work-orders/${order}`)).text, new RegExp(`/extensions/new\\?work_order=${order}`));
	const form = formsOf((await team.get(`/extensions/new?work_order=${order}`)).text).find((f) => f.action === '/extensions/new');
	const early = await team.post('/extensions/new', { ...form.hidden, work_order: order, until_on: '2026-11-25', reason: '灯具未到' });
	assert.equal(early.status, 422);
	assert.match(early.text, /延期后的日期要晚于原时限/);
	assert.match(early.text, /灯具未到/, 'the reason typed is kept');
	const asked = await team.post('/extensions/new', { ...form.hidden, work_order: order, until_on: '2026-12-01', reason: '灯具未到' });
	assert.equal(asked.status, 303, asked.text.slice(0, 400));
	const id = /\d+$/.exec(asked.location)[0];
	assert.equal((await by.worker('POST', '/extensions', { work_order: order, until_on: '2026-12-02', reason: '再来一份' })).status, 409);
	assert.equal((await by.head('POST', `/extensions/${id}/grant`, {})).status, 403);
	assert.match((await desk.get('/instructions')).text, /待批延期/);
	assert.match((await desk.get(`/matters/${matter}`)).text, new RegExp(`/extensions/${id}/grant`));
	const page = formsOf((await desk.get(`/extensions/${id}/grant`)).text).find((f) => f.action === `/extensions/${id}/grant`);
	assert.equal((await desk.post(`/extensions/${id}/grant`, { ...page.hidden, note: '同意' })).status, 303);
	assert.match(JSON.stringify((await one('desk', `/matters/${matter}`)).due_at), /2026-12-01T(17|09):00/);
	assert.match(JSON.stringify((await items('team', `/work-orders?matter=${matter}`))[0].due_at), /2026-12-01T(17|09):00/);
	const shown = (await leader.get(`/matters/${matter}?open=1`)).text;
	assert.match(shown, /延期[\s\S]*办结时间由 [\s\S]* 延至 [\s\S]*理由：灯具未到/);
	assert.equal((await by.asker('GET', '/extensions')).status, 403);
});

test('A7 an urging slip: words ready, numbered, printed with the words of who gave it, answered by the unit, shown on both sides', async () => {
	const made = (await give({ words: '老干部活动室的窗要修好', owner_unit: unit, due_on: '2026-11-27' })).json;
	const instruction = await one('leader', `/instructions/${made.id}`), matter = instruction.matter?.id ?? instruction.matter;
	const order = (await items('team', `/work-orders?matter=${matter}`))[0].id;
	const desk = await logIn(server, 'desk'), team = await logIn(server, 'team'), stranger = await logIn(server, 'worker4');
	assert.match((await desk.get(`/matters/${matter}`)).text, new RegExp(`/urging-slips/new\\?matter=${matter}`));
	const page = (await desk.get(`/urging-slips/new?matter=${matter}`)).text, form = formsOf(page).find((f) => f.action === '/urging-slips/new');
	assert.match(page, /一级（提醒）/);
	const words = /name="words"[^>]*>([^<]+)</.exec(page)[1];
	assert.match(words, /请按时办结并反馈办理情况/);
	const sent = await desk.post('/urging-slips/new', { ...form.hidden, words });
	assert.match(sent.location, /^\/urging-slips\/\d+$/);
	assert.equal((await desk.post('/urging-slips/new', { ...form.hidden, words })).location, sent.location, 'a second tap sends no second one');
	const paper = (await desk.get(sent.location)).text;
	for (const part of ['督办事项催办单', 'CB2026-', '第 1 次', '老干部活动室的窗要修好', '交办人和原话', '要求', '前反馈办理情况', '2026 年 11 月 25 日 17:00', '此前没有发过催办单', '签字', '<svg'])
		assert.ok(paper.includes(part), part);
	const id = /\d+$/.exec(sent.location)[0];
	assert.match((await team.get(`/work-orders/${order}`)).text, new RegExp(`/urging-slips/${id}/answer`));
	const answer = formsOf((await team.get(`/urging-slips/${id}/answer`)).text).find((f) => f.action === `/urging-slips/${id}/answer`);
	assert.equal((await team.post(`/urging-slips/${id}/answer`, { ...answer.hidden, feedback: '' })).status, 422);
	assert.equal((await team.post(`/urging-slips/${id}/answer`, { ...answer.hidden, feedback: '玻璃明天到，周四装好' })).status, 303);
	for (const [who, path] of [[desk, `/matters/${matter}`], [team, `/work-orders/${order}`], [desk, sent.location]]) assert.match((await who.get(path)).text, /玻璃明天到，周四装好/, path);
	assert.equal((await stranger.get(sent.location)).status, 404);
	assert.equal((await by.worker('POST', '/urging-slips', { matter })).status, 403);
	assert.equal((await by.desk('POST', '/urging-slips', { matter: 1 })).status, 409, 'a matter that ended is not urged');
	assert.equal((await items('system', '/urging-steps')).length, 3);
	for (const step of await items('system', '/urging-steps')) assert.match(step.source, /局级12345/);
});

test('A7 progress: percent, words and a photo on the work order, seen on the matter and its timeline; what is wrong is kept', async () => {
	const made = (await give({ words: '南院绿化补植', owner_unit: unit, due_on: '2026-11-27' })).json;
	const instruction = await one('leader', `/instructions/${made.id}`), matter = instruction.matter?.id ?? instruction.matter;
	const order = (await items('team', `/work-orders?matter=${matter}`))[0].id;
	const team = await logIn(server, 'team'), leader = await logIn(server, 'leader'), stranger = await logIn(server, 'worker4');
	const form = formsOf((await team.get(`/progress/new?work_order=${order}`)).text).find((f) => f.action === '/progress/new');
	assert.ok(form.fields.some((f) => f.name === 'photos'));
	const wrong = await team.post('/progress/new', { ...form.hidden, percent: '140', words: '苗木已到一半' });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /完成百分比填 0 到 100/);
	assert.match(wrong.text, /苗木已到一半/);
	const body = new FormData();
	for (const [name, value] of Object.entries({ ...form.hidden, percent: '50', words: '苗木已到一半' })) body.append(name, value);
	const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
	body.append('photos', new Blob([png], { type: 'image/png' }), '苗木.png');
	const sent = await team.post('/progress/new', body);
	assert.equal(sent.status, 303, sent.text.slice(0, 400));
	assert.equal(sent.location, `/work-orders/${order}`);
	for (const [who, path] of [[team, `/work-orders/${order}`], [leader, `/matters/${matter}`]]) assert.match((await who.get(path)).text, /50%[\s\S]*苗木已到一半/, path);
	assert.match((await leader.get(`/matters/${matter}?open=1`)).text, /进展[\s\S]*50% 苗木已到一半/);
	assert.equal((await items('leader', `/attachments?matter=${matter}`)).length, 1, 'the evidence hangs on the matter');
	assert.equal((await stranger.get(`/progress/new?work_order=${order}`)).status, 404);
	assert.equal((await by.desk('POST', '/progress', { work_order: order, percent: 60, words: '代报' })).status, 403);
	assert.equal((await by.worker('POST', '/progress', { work_order: order, percent: 40, words: '倒退' })).status, 422);
});
