// The import wizard as people use it: in Chinese, with a mouse, with files that are wrong, and by somebody without the right.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { startServer, startBrowser, loginPage, PHONE } from '../start.mjs';

let server, browser, folder;
before(async () => {
	server = await startServer();
	browser = await startBrowser();
	folder = mkdtempSync(join(tmpdir(), 'gangmu-import-'));
});
after(async () => {
	await browser.close();
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function saved(page, press, name) {
	const [download] = await Promise.all([page.waitForEvent('download'), press()]);
	const path = join(folder, name);
	await download.saveAs(path);
	return path;
}
async function open(path) {
	const workbook = new ExcelJS.Workbook();
	await workbook.xlsx.load(readFileSync(path));
	return workbook;
}
const main = (page) => page.locator('main').innerText();

test('U22 the system administrator imports staff: template, wrong rows, mended file, result, withdrawal', async () => {
	const page = await loginPage(browser, server, 'system');
	await page.goto(server.url + '/people');
	await page.click('.toolbar a:has-text("导入")');
	await page.waitForURL('**/people/import');
	assert.match(await main(page), /下载模板/);
	const template = await saved(page, () => page.click('a:has-text("下载模板")'), 'template.xlsx');
	const workbook = await open(template), sheet = workbook.worksheets[0];
	assert.equal(sheet.getCell('A1').value, '登录名');
	const column = (title) => sheet.getRow(1).values.indexOf(title);
	const fill = (row, values) => Object.entries(values).forEach(([title, value]) => { sheet.getRow(row).getCell(column(title)).value = value; });
	fill(4, { 登录名: 'new.one', 姓名或岗位称呼: '新岗一', 单位: '电工二班', 电话: '0371-67170001', 在用: '是' });
	fill(5, { 登录名: 'new.two', 姓名或岗位称呼: '新岗二', 单位: '电工九班', 在用: '是' });
	fill(6, { 登录名: 'new.one', 姓名或岗位称呼: '新岗三', 单位: '电工二班', 在用: '也许' });
	const file = join(folder, '人员名册.xlsx');
	writeFileSync(file, Buffer.from(await workbook.xlsx.writeBuffer()));
	await page.setInputFiles('#f-file', file);
	await page.click('button:has-text("上传并检查")');
	await page.waitForURL(/\/imports\/\d+$/);
	let said = await main(page);
	assert.match(said, /人员名册\.xlsx/);
	assert.match(said, /现在还没有写入任何数据/);
	assert.match(said.replace(/\s+/g, ''), /新增1行更新0行不变2行错误2行/);
	assert.match(said, /单位里没有“电工九班”/);
	assert.match(said, /要填“是”或“否”/);
	const wrong = await saved(page, () => page.click('a:has-text("下载错误行")'), 'wrong.xlsx');
	await page.click('button.main:has-text("导入")');
	await page.waitForSelector('[data-errors]');
	assert.match(await main(page), /还有 2 行错误：改好再上传，或选“正确的先导入”/);

	const mending = await open(wrong), rows = mending.worksheets[0];
	const at = (title) => rows.getRow(1).values.indexOf(title);
	assert.ok(at('错误说明') > 0);
	rows.getRow(2).getCell(at('单位')).value = '电工二班';
	rows.getRow(3).getCell(at('登录名')).value = 'new.three';
	rows.getRow(3).getCell(at('在用')).value = '是';
	const mended = join(folder, '改好.xlsx');
	writeFileSync(mended, Buffer.from(await mending.xlsx.writeBuffer()));
	await page.check('input[value="good"]');
	await page.click('button.main:has-text("导入")');
	await page.waitForSelector('.note.ok');
	assert.match(await main(page), /已导入：新增 1 行/);
	await page.click('a:has-text("再导入一个文件")');
	await page.setInputFiles('#f-file', mended);
	await page.click('button:has-text("上传并检查")');
	await page.waitForURL(/\/imports\/\d+$/);
	said = (await main(page)).replace(/\s+/g, '');
	assert.match(said, /新增2行更新0行不变0行错误0行/);
	await page.click('button.main:has-text("导入")');
	await page.waitForSelector('.note.ok');
	await page.click('a:has-text("查看人员")');
	await page.fill('#f-q', 'new.three');
	await page.click('button:has-text("查询")');
	await page.waitForFunction(() => /新岗三/.test(document.querySelector('main').innerText) && !/新岗一/.test(document.querySelector('main').innerText));
	await page.goto(server.url + '/imports');
	await page.click('a:has-text("改好.xlsx")');
	await page.click('button:has-text("撤回这次导入")');
	await page.waitForFunction(() => /已撤回 2 行/.test(document.querySelector('main').innerText));
	assert.equal(await page.locator('button:has-text("撤回这次导入")').count(), 0, 'once is enough');
	await page.context().close();
});

test('U22 wrong input is told in the wizard: no file, a picture, a sheet of something else', async () => {
	const page = await loginPage(browser, server, 'system', { viewport: PHONE });
	await page.goto(server.url + '/places/import');
	await page.evaluate(() => { document.querySelector('form[action="/places/import"]').noValidate = true; });
	await page.click('button:has-text("上传并检查")');
	await page.waitForSelector('[data-errors]');
	assert.match(await main(page), /请选择要上传的表格/);
	for (const [name, bytes, want] of [['图.xlsx', Buffer.from('89504e470d0a1a0a', 'hex'), /有 1 处需要修改/], ['旧.xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), /xlsx/], ['空.csv', Buffer.from('\n\n'), /没有内容|空/]]) {
		const path = join(folder, name);
		writeFileSync(path, bytes);
		await page.setInputFiles('#f-file', path);
		await page.click('button:has-text("上传并检查")');
		await page.waitForFunction((again) => document.querySelector('[data-errors]') && again.test(document.querySelector('main').innerText), want);
		assert.match(await main(page), want, name);
	}
	const other = join(folder, '别的.csv');
	writeFileSync(other, '甲,乙\n1,2\n');
	await page.setInputFiles('#f-file', other);
	await page.click('button:has-text("上传并检查")');
	await page.waitForURL(/\/imports\/\d+$/);
	assert.match(await main(page), /没有对上、不会导入的列：A 甲、B 乙/);
	assert.match(await main(page), /缺少必填列“名称”/);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `nothing goes sideways on a phone (${wide} px)`);
	await page.context().close();
});

test('U22 the desk may look at places, not import them; without script the wizard works', async () => {
	const page = await loginPage(browser, server, 'desk');
	await page.goto(server.url + '/places');
	assert.equal(await page.locator('a[href="/places/import"]').count(), 0);
	assert.ok(await page.locator('a[href^="/places.xlsx"]').count());
	await page.goto(server.url + '/places/import');
	assert.match(await main(page), /没有.*权限/);
	await page.context().close();

	const plain = await loginPage(browser, server, 'system', { javaScriptEnabled: false });
	await plain.goto(server.url + '/places/import');
	let text = '名称,类别,上级地点,用途,面积(㎡),点位码\n';
	for (let i = 0; i < 3000; i++) text += `架${i},房间,南院,其他,1,PL${i}\n`;
	const path = join(folder, '货架.csv');
	writeFileSync(path, text);
	await plain.setInputFiles('#f-file', path);
	await plain.click('button:has-text("上传并检查")');
	await plain.waitForURL(/\/imports\/\d+$/, { timeout: 60000 });
	assert.match((await main(plain)).replace(/\s+/g, ''), /新增3000行/);
	await plain.click('button.main:has-text("导入")');
	await plain.waitForURL(/\/imports\/\d+$/);
	/* The page reloads by itself until the end. */
	await plain.waitForSelector('.note.ok', { timeout: 60000 });
	assert.match(await main(plain), /已导入：新增 3000 行/);
	await plain.context().close();
});

test('U20 code labels: two taps from the list, one page for 21 labels, one for each of 40 × 60 mm', async () => {
	const page = await loginPage(browser, server, 'system');
	await page.goto(server.url + '/places?kind=room');
	await page.click('.toolbar a:has-text("打印点位码")');
	await page.waitForSelector('.code-label svg');
	const labels = await page.locator('.code-label').count();
	assert.ok(labels > 60);
	assert.ok(await page.locator('[data-print]').isVisible());
	const pagesOf = async () => ((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length;
	assert.equal(await pagesOf(), Math.ceil(labels / 21));
	await page.goto(server.url + '/places/labels?kind=compound&as=40x60');
	assert.equal(await pagesOf(), await page.locator('.code-label').count());
	await page.context().close();
});
