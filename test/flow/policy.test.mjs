// A clock is chosen and counted on its form, never written as a code.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, api } from '../start.mjs';
import { logIn } from '../visitor.mjs';

let server, system;
before(async () => {
	server = await startServer();
	system = await logIn(server, 'system');
});
after(() => server.stop());

const typed = (name) => ({ name, source: '本局试行', sign_amount: '45', sign_way: 'work_minutes', attend_amount: '', attend_way: 'none', complete_amount: '3', complete_way: 'work_days', answer_amount: '', answer_way: 'same_day' });

test('A3 a clock policy is given by number and unit', async () => {
	const answer = await system.form('/clock-policies/new', '/clock-policies/new', typed('试行规则'));
	assert.equal(answer.status, 303, answer.text.slice(0, 2000));
	const row = (await api(server, 'system')('GET', '/clock-policies?sort=-id&limit=1')).json.items[0];
	assert.deepEqual([row.name, row.sign, row.attend, row.complete, row.answer], ['试行规则', 'work_minutes:45', 'none', 'work_days:3', 'same_day']);
	const form = (await system.get(`/clock-policies/${row.id}/edit`)).text;
	assert.match(form, /name="sign_amount" value="45"/);
	assert.match(form, /<option value="work_days" selected>/);
});

test('A3 a number that is none is refused at its field, and stays', async () => {
	const answer = await system.form('/clock-policies/new', '/clock-policies/new', { ...typed('试行规则二'), complete_amount: '三' });
	assert.equal(answer.status, 422);
	assert.match(answer.text, /“办结”请填数字/);
	assert.match(answer.text, /name="complete_amount" value="三"/);
	assert.match(answer.text, /id="e-complete"/);
});
