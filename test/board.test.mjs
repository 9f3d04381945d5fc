// What one .model file brings: every row of the table in docs/how-to-add-a-record.md, on a running server.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, api } from './start.mjs';

let server, desk, asker, cookie;
before(async () => {
	server = await startServer();
	desk = api(server, 'desk');
	asker = api(server, 'asker');
	cookie = `Bearer ${server.token('desk')}`;
});
after(async () => {
	const words = server.run('verify');
	await server.stop();
	assert.match(words, /数据一致/, 'rebuilt from the journal, the rows are equal');
});

const page = (path, options = {}) => fetch(server.url + path, { redirect: 'manual', ...options, headers: { authorization: cookie, ...options.headers } });
const one = { title: '南院停水通知', kind: 'outage', text: '检修管道，两小时', compound: null, until: '2099-12-31' };

test('G12 the notice board: API, form, list, page, history, OpenAPI, rights', async () => {
	const made = await desk('POST', '/notice-board', one);
	assert.equal(made.status, 201, made.text);
	const at = '/notice-board/' + made.json.id;
	const changed = await desk('PATCH', at, { text: '检修管道，三小时' });
	assert.equal(changed.status, 200, changed.text);
	const history = (await desk('GET', at + '/history')).json.items;
	assert.deepEqual(history.map((entry) => entry.command).sort(), ['create', 'edit']);
	const form = await (await page('/notice-board/new')).text();
	for (const field of ['title', 'kind', 'text', 'compound', 'until']) assert.match(form, new RegExp(`name="${field}"`), field);
	const list = await (await page('/notice-board?q=' + encodeURIComponent('停水'))).text();
	assert.match(list, /南院停水通知/);
	assert.match(await (await page('/notice-board?view=valid')).text(), /南院停水通知/);
	assert.doesNotMatch(await (await page('/notice-board?view=past')).text(), /南院停水通知/);
	const whole = await (await page(at)).text();
	assert.match(whole, /三小时/);
	assert.match(await (await page(at + '?tab=audit')).text(), /两小时[^]*三小时|三小时[^]*两小时/, 'the history says from what to what');
	const openapi = (await desk('GET', '/openapi.json')).json;
	assert.ok(openapi.paths['/notice-board'] || openapi.paths['/api/v1/notice-board']);
	assert.equal((await asker('GET', at)).json.title, one.title);
	assert.equal((await asker('POST', '/notice-board', one)).status, 403);
	const bad = await desk('POST', '/notice-board', { title: '字'.repeat(61), text: '词'.repeat(1001), kind: 'party', until: 'tomorrow' });
	assert.equal(bad.status, 422);
	assert.deepEqual(bad.json.errors.map((e) => e.field).sort(), ['kind', 'text', 'title', 'until']);
	assert.deepEqual((await desk('POST', '/notice-board', {})).json.errors.map((e) => e.field).sort(), ['kind', 'text', 'title']);
	assert.match(whole, /<a href="\/notice-board" title="公告"/);
});

test('G2 the notice board: import with errors by row, run, withdrawal; export as filtered', async () => {
	const template = await page('/notice-board/template.xlsx');
	assert.equal(template.status, 200);
	assert.match(Buffer.from(await template.arrayBuffer()).subarray(0, 2).toString(), /PK/);
	const csv = (await (await page('/notice-board.csv?q=' + encodeURIComponent('停水'))).text()).replace(/^\ufeff/, '');
	assert.match(csv.split(/\r?\n/)[0], /标题/);
	const upload = async (text) => {
		const form = new FormData();
		form.set('file', new Blob([text], { type: 'text/csv' }), 'notices.csv');
		form.set('once', 'board-' + Math.random());
		const sent = await page('/notice-board/import', { method: 'POST', body: form });
		assert.equal(sent.status, 303, await sent.text());
		return sent.headers.get('location').replace(server.url, '');
	};
	const wrong = await (await page(await upload('标题,类别,正文\n北院道闸检修,施工,今日\n,施工,今日\n'))).text();
	assert.match(wrong, /第 ?3 ?行|A3|>3</, 'the wrong row is named');
	const good = await upload('标题,类别,正文\n北院道闸检修,施工,今日\n食堂开放时间,服务安排,早七点\n');
	const words = await (await page(good)).text();
	const fields = new URLSearchParams([...words.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [/name="([^"]*)"/.exec(tag)[1], /value="([^"]*)"/.exec(tag)?.[1] || '']));
	fields.set('way', 'all');
	const run = await page(good + '/run', { method: 'POST', body: fields });
	assert.equal(run.status, 303, await run.text());
	const titles = async () => (await desk('GET', '/notice-board?limit=50')).json.items.map((row) => row.title);
	for (let i = 0; i < 100 && !(await titles()).includes('食堂开放时间'); i++) await new Promise((done) => setTimeout(done, 100));
	assert.ok((await titles()).includes('北院道闸检修'));
	const exported = await (await page('/notice-board.csv?kind=works')).text();
	assert.match(exported, /北院道闸检修/);
	assert.doesNotMatch(exported, /食堂开放时间/);
});
