// Export and import over the real server: what goes out comes in again unchanged, what is wrong is said by row and column, nothing is
// written before it is asked for, and a whole import can be taken back.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import { startServer, api } from '../start.mjs';
import { pages, words } from '../pages.mjs';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
let server, system, security, desk, audit;
before(async () => {
	server = await startServer();
	[system, security, desk, audit] = await Promise.all(['system', 'security', 'desk', 'audit'].map((login) => pages(server, login)));
});
after(async () => {
	if (server.child.exitCode !== null || server.child.signalCode) console.log(server.child.signalCode, server.log().slice(-1500));
	const said = server.run('verify');
	await server.stop();
	assert.match(said, /数据一致/, 'rebuilt from the journal, the rows are equal');
});

async function book(rows, shape) {
	const workbook = new ExcelJS.Workbook(), sheet = workbook.addWorksheet('数据');
	rows.forEach((row) => sheet.addRow(row));
	if (shape) shape(sheet, workbook);
	return new File([await workbook.xlsx.writeBuffer()], '表格.xlsx', { type: XLSX });
}
async function readBook(bytes) {
	const workbook = new ExcelJS.Workbook();
	await workbook.xlsx.load(bytes);
	const rows = [];
	workbook.worksheets[0].eachRow((row) => rows.push(row.values.slice(1)));
	return { workbook, rows };
}
const csv = (text) => new File([text], '表格.csv', { type: 'text/csv' });

// Uploads and gives the words of the check: counts and problems, or of the refusal.
async function check(who, path, file) {
	const sent = await who.post(`/${path}/import`, { file });
	if (sent.status !== 303) return { status: sent.status, words: words(sent.text) };
	const page = await who.get(sent.location), said = words(page.text);
	const [, fresh, changed, same, bad] = /新增 (\d+) 行 更新 (\d+) 行 不变 (\d+) 行 错误 (\d+) 行/.exec(said).map(Number);
	return { status: 200, location: sent.location, html: page.text, words: said, fresh, changed, same, bad };
}
async function run(who, checked, way = 'all') {
	const answer = await who.post(checked.location + '/run', { way });
	assert.equal(answer.status, 303, words(answer.text));
	for (let i = 0; i < 120; i++) {
		const said = words((await who.get(checked.location)).text);
		if (!/正在导入/.test(said)) return said;
		await new Promise((done) => setTimeout(done, 500));
	}
	throw new Error('the import does not end');
}
const count = async (path, filter = '') => (await api(server, 'system')('GET', `/${path}?limit=200${filter}`)).json.items.length;

test('G2 every importable record: exported as workbook and CSV, the file changes nothing when it comes back', async () => {
	const described = (await api(server, 'system')('GET', '/openapi.json')).json;
	const paths = [...new Set(Object.keys(described.paths).map((p) => p.replace(/^\/api\/v1/, '').split('/')[1]))];
	const done = [];
	for (const path of paths)
		for (const who of [system, security, desk]) {
			if ((await who.get(`/${path}/import`)).status !== 200) continue;
			for (const kind of ['xlsx', 'csv']) {
				const out = await who.get(`/${path}.${kind}?view=`);
				assert.equal(out.status, 200, path);
				if (out.text.trim().split('\n').length < 2 && kind === 'csv') continue;
				const back = await check(who, path, new File([out.bytes], `${path}.${kind}`));
				if (/没有数据行/.test(back.words)) continue;
				assert.equal(back.status, 200, `${path}.${kind}: ${back.words}`);
				assert.deepEqual([back.fresh, back.changed, back.bad], [0, 0, 0], `${path}.${kind}: ${back.words.slice(0, 900)}`);
			}
			done.push(path);
			break;
		}
	for (const path of ['units', 'people', 'posts', 'tenures', 'places', 'assets', 'kinds', 'questions', 'problems', 'dictionaries', 'calendar-days', 'calendar-years', 'hours', 'clock-policies'])
		assert.ok(done.includes(path), `${path} can be imported; done: ${done}`);
});

test('G2 U20 an export holds the whole filtered list: words, true dates and numbers, masked phones, who and when', async () => {
	const all = await readBook((await system.get('/places.xlsx?kind=room')).bytes);
	const total = (await readBook((await system.get('/places.xlsx')).bytes)).rows.length - 1;
	assert.ok(all.rows.length > 60 && all.rows.length - 1 < total);
	const head = all.rows[0], kind = head.indexOf('类别'), area = head.indexOf('面积(㎡)');
	assert.ok(all.rows.slice(1).every((row) => row[kind] === '房间'));
	assert.equal(typeof all.rows.find((row, i) => i && row[area])[area], 'number');
	const about = all.workbook.getWorksheet('说明 About'), texts = [];
	about.eachRow((row) => texts.push(row.values.slice(1).join(' ')));
	assert.match(texts.join('\n'), /导出人.*（system）/);
	assert.match(texts.join('\n'), /条件.*类别：房间/);
	assert.match(texts.join('\n'), new RegExp(`行数 Rows ${all.rows.length - 1}`));
	const days = await readBook((await system.get('/calendar-days.xlsx')).bytes);
	assert.ok(days.rows[1][days.rows[0].indexOf('日期')] instanceof Date, 'dates are dates');
	const people = (await system.get('/people.csv')).text;
	assert.ok(people.startsWith('\ufeff'));
	assert.doesNotMatch(people, /1[3-9]\d{9}/, 'no phone in full');
	assert.equal((await system.get('/places.xlsx?colour=red')).status, 422);
	assert.equal((await audit.get('/clients.xlsx')).status, 403, 'readers only');
	const log = words((await audit.get('/exports')).text);
	assert.match(log, /类别：房间/);
	assert.equal((await system.get('/exports')).status, 403, 'who took what is for audit and discipline');
});

test('G2 the template: required heads, drop-downs, two rows that are there already', async () => {
	const { workbook, rows } = await readBook((await system.get('/people/template.xlsx')).bytes);
	const sheet = workbook.worksheets[0];
	assert.deepEqual(rows[0].slice(0, 2), ['登录名', '姓名或岗位称呼']);
	assert.equal(rows.length, 3);
	assert.match(JSON.stringify(sheet.getCell('A1').note), /必填/);
	assert.ok(Object.values(sheet.dataValidations.model).some((rule) => rule.type === 'list'), 'drop-downs');
	const back = await check(system, 'people', new File([(await system.get('/people/template.xlsx')).bytes], '模板.xlsx'));
	assert.deepEqual([back.fresh, back.changed, back.same, back.bad], [0, 0, 2, 0], back.words);
	assert.equal((await desk.get('/people/template.xlsx')).status, 403);
});

const HEAD = ['名称', '类别', '上级地点', '用途', '面积(㎡)', '点位码'];

test('G2 rows made above serve the rows below; the same file twice changes nothing; the whole can be withdrawn', async () => {
	const rows = [HEAD, ['导入楼', '楼宇', '南院', null, null, 'IM900'], ['901室', '房间', '南院 导入楼', '办公室', 24.5, 'IM901'], ['902室', '房间', 'IM900', '办公室', 25, null], ['902室', '房间', 'IM900', '办公室', 25, null]];
	const first = await check(system, 'places', await book(rows));
	assert.deepEqual([first.fresh, first.changed, first.same, first.bad], [4, 0, 0, 0], first.words);
	assert.equal(await count('places', '&code=IM900'), 0, 'a check writes nothing');
	assert.match(await run(system, first), /已导入：新增 4 行/);
	assert.equal(await count('places', '&code=IM900'), 1);
	const again = await check(system, 'places', await book(rows));
	assert.deepEqual([again.fresh, again.changed, again.same], [0, 0, 4], 'also rows whose code was made by the system');
	const twice = await system.post(first.location + '/run', { way: 'all' });
	assert.equal(twice.status, 409, 'a batch is imported once');
	rows[1][0] = '改名楼';
	rows[2][4] = 30;
	rows[2][2] = '南院 改名楼'; // renamed by the row above
	const better = await check(system, 'places', await book(rows.slice(0, 3)));
	assert.deepEqual([better.changed, better.bad], [2, 0], better.words);
	await run(system, better);
	const room = async () => (await api(server, 'system')('GET', '/places?code=IM901')).json.items[0];
	assert.match((await room()).full_name, /改名楼/);
	assert.equal((await room()).area, '30.00');
	assert.equal((await desk.post(better.location + '/undo')).status, 403, 'not another person');
	assert.equal((await system.post(better.location + '/undo')).status, 303);
	assert.equal((await room()).area, '24.50', 'the former value is back');
	assert.match((await room()).full_name, /导入楼/);
	const undone = words((await system.get(better.location)).text);
	assert.match(undone, /已撤回 2 行；0 行/);
	await system.post(first.location + '/undo');
	assert.equal(await count('places', '&code=IM901'), 1);
	assert.equal((await api(server, 'system')('GET', '/places?code=IM900')).json.items[0].active, true, 'touched since: kept');
	const people = await check(system, 'people', csv('登录名,姓名或岗位称呼,单位\nimport.one,导入岗一,北院保洁班\n'));
	assert.equal(people.fresh, 1, people.words);
	await run(system, people);
	await system.post(people.location + '/undo');
	assert.equal((await api(server, 'system')('GET', '/people?login=import.one')).json.items[0].active, false, 'out of use instead of removed');
	const day = await check(system, 'calendar-days', csv('日期,类别,名称,依据\n2027-12-24,节假日,试导入,测试\n'));
	await run(system, day);
	assert.equal(await count('calendar-days', '&day=2027-12-24'), 1);
	await system.post(day.location + '/undo');
	assert.equal(await count('calendar-days', '&day=2027-12-24'), 0, 'removed where the record allows it');
});

test('G2 all or nothing writes nothing with one wrong row; correct rows first writes the others; the wrong ones come back in a file', async () => {
	const rows = [HEAD, ['甲库', '房间', '南院', '其他', 10, 'IMG1'], ['乙库', '房间', '没有的院', '其他', 'x', 'IMG2'], ['丙库', '房间', '南院', '其他', 12, 'IMG3']];
	const seen = await check(system, 'places', await book(rows));
	assert.deepEqual([seen.fresh, seen.bad], [2, 1]);
	const no = await system.post(seen.location + '/run', { way: 'all' });
	assert.equal(no.status, 409);
	assert.match(words(no.text), /还有 1 行错误/);
	assert.equal(await count('places', '&code=IMG1,IMG3'), 0);
	assert.match(await run(system, seen, 'good'), /新增 2 行.*错误 1 行没有写入/);
	assert.equal(await count('places', '&code=IMG1,IMG2,IMG3'), 2);
	const { rows: wrong } = await readBook((await system.get(seen.location + '/errors.xlsx')).bytes);
	assert.deepEqual(wrong[0], [...HEAD, '错误说明']);
	assert.equal(wrong.length, 2);
	assert.match(wrong[1][6], /上级地点：地点里没有“没有的院”/);
	assert.match(wrong[1][6], /面积\(㎡\)：.*数字/);
	wrong[1][2] = '南院';
	wrong[1][4] = '11';
	const mended = await check(system, 'places', await book(wrong));
	assert.deepEqual([mended.fresh, mended.bad], [1, 0], 'the file of wrong rows, mended, is a file to import');
});

test('bad input: what a spreadsheet does to cells', async () => {
	const serial = await check(system, 'assets', await book([['名称', '类别', '所在地点', '购置日期', '点位码'], ['空调甲', '空调', 'NA302', 45992, 'IMA1'], ['空调乙', '空调', 'NA302', '2025年12月1日', 'IMA2'], ['空调丙', '空调', 'NA302', '去年', 'IMA3']]));
	assert.deepEqual([serial.fresh, serial.bad], [2, 1], serial.words);
	assert.match(serial.words, /4 购置日期 去年 购置日期要写成 2026-11-24/);
	await run(system, serial, 'good');
	const asset = (await api(server, 'system')('GET', '/assets?code=IMA1')).json.items[0];
	assert.equal(asset.bought_on, '2025-12-01', 'a serial number is the day it stands for');
	const formula = await check(system, 'places', await book([HEAD, ['公式室', '房间', '南院', '其他', { formula: '5*2', result: 10 }, 'IMF1'], ['无果室', '房间', '南院', '其他', { formula: '5*2' }, 'IMF2'], ['错果室', '房间', '南院', '其他', { formula: '1/0', result: { error: '#DIV/0!' } }, 'IMF3']]));
	assert.deepEqual([formula.fresh, formula.bad], [1, 2], formula.words);
	assert.match(formula.words, /公式单元格按存下的结果取值，个数：1/);
	assert.match(formula.words, /E3 的公式没有存下结果/);
	assert.match(formula.words, /E4 的公式出错（#DIV\/0!）/);
	const merged = await check(system, 'places', await book([HEAD, ['合并一', '房间', '南院', '其他', 1, 'IMM1'], ['合并二', '房间', null, '其他', 1, 'IMM2']], (sheet) => sheet.mergeCells('C2:C3')));
	assert.match(merged.words, /C2:C3 是合并单元格 取消合并/);
	assert.equal(merged.bad >= 1, true);
	const long = await check(system, 'people', await book([['登录名', '姓名或岗位称呼', '单位', '电话'], ['im.long', '长号岗', '北院保洁班', 4111111111111111111]]));
	assert.match(long.words, /超过 15 位/);
});

test('bad input: files that are none, empty rows, wrong and missing columns', async () => {
	for (const [file, want] of [
		[new File([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')], '图.xlsx'), /不是|无法|xlsx/],
		[new File([Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex')], '旧.xls'), /xlsx/],
		[new File([Buffer.from('504b0304' + '00'.repeat(100), 'hex')], '坏.xlsx'), /./],
		[new File([Buffer.from('00ff00fe01020304', 'hex')], '坏.csv'), /./],
		[new File([''], '空.csv'), /./],
	]) {
		const no = await check(system, 'places', file);
		assert.equal(no.status, 422, file.name + ': ' + no.words);
		assert.match(no.words, want);
		assert.match(no.words, /有 1 处需要修改/);
	}
	assert.equal((await system.post('/places/import', {})).status, 422, 'no file');
	const none = await check(system, 'places', await book([HEAD]));
	assert.match(none.words, /表头下面没有数据行/);
	const empty = await check(system, 'places', await book([['全是空行的表'], HEAD, ['空行室', '房间', '南院', '其他', 1, 'IME1']], (sheet) => { for (let i = 0; i < 64000; i++) sheet.getRow(4 + i).getCell(1).font = { bold: true }; sheet.getRow(64100).getCell(1).value = '空行室二'; sheet.getRow(64100).getCell(2).value = '房间'; sheet.getRow(64100).getCell(6).value = 'IME2'; sheet.getRow(64100).getCell(3).value = '南院'; }));
	assert.deepEqual([empty.fresh, empty.bad], [2, 0], '64,000 empty rows are passed over, a title above the head too: ' + empty.words);
	const wrong = await check(system, 'places', csv('甲,乙,丙\n1,2,3\n4,5,6\n'));
	assert.equal(wrong.bad, 2);
	assert.match(wrong.words, /没有对上、不会导入的列：A 甲、B 乙、C 丙/);
	assert.match(wrong.words, /缺少必填列“名称”/);
	const missing = await check(system, 'places', csv('名称,点位码\n缺列室,IMX1\n'));
	assert.match(missing.words, /缺少必填列“类别”/);
	assert.equal(missing.bad, 1);
	const extra = await check(system, 'places', csv('名称,类别,上级地点,点位码,备用\n多列室,房间,南院,IMX2,x\n'));
	assert.equal(extra.fresh, 1);
	assert.match(extra.words, /没有对上、不会导入的列：E 备用/);
});

test('bad input: references that are not there, keys twice in one file, what guards refuse', async () => {
	const ref = await check(system, 'people', csv('登录名,姓名或岗位称呼,单位\nim.ref,导入岗,保洁乙班\nim.two,导入岗,北院保洁班\nim.two,导入岗,北院保洁班\n'));
	assert.deepEqual([ref.fresh, ref.bad], [1, 2], ref.words);
	assert.match(ref.words, /2 单位 保洁乙班 单位里没有“保洁乙班” 可能是“.*保洁.*班”/);
	assert.match(ref.words, /4 登录名 im.two 与第 3 行重复 同一条只留一行/);
	const guard = await check(security, 'tenures', csv('人员,岗位,起\nsystem,审计管理员,2024-01-01\n'));
	assert.equal(guard.bad, 1, 'the three administrators: the guard judges in the check as later');
	assert.match(guard.words, /不能由同一人担任/);
	assert.equal((await desk.get('/places/import')).status, 403);
	assert.equal((await system.get('/matters/import')).status, 404, 'no natural key, no import');
	const code = await check(system, 'places', csv('名称,类别,上级地点,点位码\n坏码室,房间,南院,码一\n'));
	assert.match(code.words, /点位码只能用字母、数字/);
});

test('G2 10,000 bad rows and 10,000 good ones are checked and written, the progress page needs no script', async () => {
	let text = '名称,类别,上级地点,用途,面积(㎡),点位码\n';
	for (let i = 0; i < 10000; i++) text += `坏${i},房门,南院 ${i}号楼,其它的,x${i},坏码${i}\n`;
	let start = performance.now();
	const bad = await check(system, 'places', csv(text));
	const badMs = performance.now() - start;
	assert.equal(bad.bad, 10000);
	assert.equal((bad.html.match(/class="wrong"/g) || []).length, 200, 'the first 200 are shown');
	const { rows } = await readBook((await system.get(bad.location + '/errors.xlsx')).bytes);
	assert.equal(rows.length, 10001, 'every bad row is in the file');
	const large = await check(system, 'places', csv(text + '再一行,房间,南院,其他,1,IMZ\n'));
	assert.match(large.words, /一次最多导入 10,000 行/);
	text = '名称,类别,上级地点,用途,面积(㎡),点位码\n';
	for (let i = 0; i < 10000; i++) text += `仓${i},房间,南院,其他,${(i % 90) + 1}.5,BG${i}\n`;
	start = performance.now();
	const good = await check(system, 'places', csv(text));
	const goodMs = performance.now() - start;
	assert.equal(good.fresh, 10000, good.words.slice(0, 300));
	start = performance.now();
	assert.equal((await system.post(good.location + '/run', { way: 'good' })).status, 303);
	const page = await system.get(good.location);
	if (/正在导入/.test(page.text)) {
		assert.match(page.text, /<meta http-equiv="refresh"/);
		assert.match(page.text, /<progress max="10000"/);
		assert.equal((await system.post(good.location + '/undo')).status, 409, 'not while it runs');
	}
	for (let i = 0; i < 960 && /正在导入/.test((await system.get(good.location)).text); i++) await new Promise((done) => setTimeout(done, 250));
	const writtenMs = performance.now() - start;
	assert.match(words((await system.get(good.location)).text), /已导入：新增 10000 行/);
	start = performance.now();
	const out = await system.get('/places.xlsx?q=' + encodeURIComponent('仓'));
	const exportMs = performance.now() - start;
	assert.equal(out.status, 200);
	console.log(`checked bad ${badMs | 0} ms, good ${goodMs | 0} ms; written ${writtenMs | 0} ms; exported 10,000 rows ${exportMs | 0} ms`);
	assert.equal((await system.post(good.location + '/undo')).status, 303);
	assert.equal(await count('places', '&code=BG1,BG9999&active.ne=0'), 0);
});

test('G2 an import cut short by a crash says so and can go on', async () => {
	let text = '名称,类别,上级地点,用途,面积(㎡),点位码\n';
	for (let i = 0; i < 6000; i++) text += `断${i},房间,南院,其他,1,BK${i}\n`;
	const own = await startServer();
	let who = await pages(own, 'system');
	const sent = await who.post('/places/import', { file: csv(text) });
	await who.post(sent.location + '/run', { way: 'good' });
	await new Promise((done) => setTimeout(done, 400));
	own.child.removeAllListeners('exit');
	own.child.ref();
	own.child.kill('SIGKILL');
	await new Promise((done) => own.child.on('exit', done));
	const next = await own.restart();
	who = await pages(next, 'system');
	const said = words((await who.get(sent.location)).text);
	if (/已导入：新增/.test(said)) return void (await next.stop()); // it was quicker than the blow
	const [, written] = /导入被中断，已写入 (\d+) 行/.exec(said);
	assert.equal(Number(written) % 500, 0, 'whole parts only');
	assert.equal((await who.post(sent.location + '/run', { way: 'good' })).status, 303);
	for (let i = 0; i < 960 && /正在导入/.test((await who.get(sent.location)).text); i++) await new Promise((done) => setTimeout(done, 250));
	assert.match(words((await who.get(sent.location)).text), new RegExp(`已导入：新增 ${6000 - written} 行，更新 0 行，不变 ${written} 行`));
	await next.stop();
});

test('the command line imports and exports the same', async () => {
	const { execFileSync } = await import('node:child_process');
	const { mkdtempSync, writeFileSync, readFileSync } = await import('node:fs');
	const { tmpdir } = await import('node:os');
	const { join } = await import('node:path');
	const { program } = await import('../start.mjs');
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-cli-')), data = join(folder, 'data');
	const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' };
	const gangmu = (...args) => { try { return [0, execFileSync(program, [...args, '--data', data], { env, stdio: ['ignore', 'pipe', 'pipe'] }).toString()]; } catch (e) { return [e.status, String(e.stdout) + e.stderr]; } };
	gangmu('init', '--demo');
	const file = join(folder, 'p.csv');
	writeFileSync(file, '名称,类别,上级地点,点位码\n命令室,房间,南院,CL1\n坏的,房门,南院,CL2\n');
	assert.match(gangmu('import', 'place', file)[1], /错误 wrong 1 {2}没有写入/);
	assert.deepEqual(gangmu('import', 'place', file)[0], 1);
	assert.match(gangmu('import', 'place', file, '--partial')[1], /新增 new 1.*已写入/);
	assert.match(gangmu('export', 'place', join(folder, 'out.csv'), '--filter', 'code=CL1')[1], /已导出 1 行/);
	assert.match(readFileSync(join(folder, 'out.csv'), 'utf8'), /命令室/);
	const logged = execFileSync('sqlite3', [join(data, 'gangmu.db'), "SELECT record, form, filter, rows, person IS NULL, machine, (SELECT door FROM journal WHERE record = 'export_log' AND row_id = e.id) FROM export_log e"]).toString().trim();
	assert.match(logged, /^place\|csv\|code=CL1\|1\|1\|本机管理员（\w+）\|cli$/);
	assert.equal(gangmu('import', 'nosuch', file)[0], 1);
	assert.equal(gangmu('import', 'place')[0], 2);
	assert.match(gangmu('job')[1], /点名.*工作日 working days 17:00/);
	assert.equal(gangmu('verify')[0], 0);
});

test('an export by the command line beside the running server is recorded, and the server goes on numbering behind it', async () => {
	const { mkdtempSync, readFileSync, rmSync } = await import('node:fs');
	const folder = mkdtempSync('/tmp/gangmu-cli-'), file = folder + '/m.csv', exports = async () => (await api(server, 'audit')('GET', '/exports?sort=-id&limit=200')).json.items;
	const before = (await exports()).length;
	const kind = (await api(server, 'desk')('GET', '/kinds?code=repair')).json.items[0].id;
	const make = async (title) => (await api(server, 'desk')('POST', '/matters', { title, kind, place: 'NA302' })).status;
	assert.equal(await make('导出之前'), 201);
	assert.match(server.run('export', 'matter', file, '--filter', 'state=new'), /已导出 \d+ 行/);
	assert.match(readFileSync(file, 'utf8'), /导出之前/);
	assert.equal(await make('导出之后'), 201, 'the server\'s writer takes up the chain where it is');
	const logs = await exports();
	assert.equal(logs.length, before + 1);
	assert.deepEqual([logs[0].what, logs[0].filter, logs[0].person], ['事项', 'state=new', null]);
	assert.match(logs[0].machine, /^本机管理员（\w+）$/);
	assert.match((await audit.get('/exports')).text, /本机管理员/);
	assert.match(server.run('verify'), /数据一致/);
	rmSync(folder, { recursive: true });
});

test('G9 G5 one-time password, and the audit page', async () => {
	const person = (await api(server, 'system')('GET', '/people?login=worker')).json.items[0].id;
	const worker = await pages(server, 'worker');
	assert.equal((await system.get(`/people/${person}/set_password`)).status, 403, 'the security administrator\'s alone');
	const shown = await security.post(`/people/${person}/set_password`);
	const password = /<code id="password">([^<]+)</.exec(shown.text)[1];
	assert.equal((await worker.get('/me')).status, 303, 'earlier log-ins are over');
	assert.notEqual((await pages(server, 'worker')).status, 303, 'the old password has ended');
	const again = await pages(server, 'worker', password);
	assert.equal((await again.get('/tasks')).headers.get('location'), '/me');
	assert.equal((await again.get('/api/v1/places')).status, 403);
	assert.match((await again.get('/me')).text, /请先修改口令/);
	assert.equal((await again.post('/me/password', { old: password, new: 'Ganjing-Liluo-1' })).location, '/home');
	assert.notEqual((await again.get('/tasks')).headers.get('location'), '/me');
	const page = await audit.get('/audit');
	assert.equal(page.status, 200);
	const said = words(page.text);
	assert.match(said, /日志链完好/);
	assert.match(said, /设置口令/);
	assert.doesNotMatch(page.text, /argon2/);
	const filtered = words((await audit.get('/audit?record=person&row=' + person)).text);
	assert.match(filtered, /修改口令/);
	assert.doesNotMatch(filtered, /检查文件/);
	assert.equal((await audit.get('/audit?from=x')).status, 422);
	assert.equal((await system.get('/audit')).status, 403);
});

test('code labels carry the address of the report page', async () => {
	const page = await system.get('/places/labels?kind=room');
	assert.equal(page.status, 200);
	assert.ok((page.text.match(/class="code-label"/g) || []).length > 20);
	assert.equal((page.text.match(/<svg xmlns/g) || []).length, (page.text.match(/class="code-label"/g) || []).length);
	assert.match((await system.get('/assets/labels?as=40x60')).text, /code-sheet roll/);
	assert.match((await system.get('/places?kind=room')).text, /\/places\/labels\?kind=room/, 'two taps from the list');
});
