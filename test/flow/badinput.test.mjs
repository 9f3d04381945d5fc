// Bad input over HTTP, as an accident or an attack sends it: every refusal says in Chinese (and in English) what to mend, keeps what
// was good, and changes nothing.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { startServer, api, PASSWORD } from '../start.mjs';
import { Visitor, logIn, formsOf, htmlFaults } from '../visitor.mjs';
import { png, pngPiece } from '../bytes.mjs';

let server, desk, asker, worker, deskMan, askerMan, kind, problem;
before(async () => {
	server = await startServer();
	[desk, asker, worker] = ['desk', 'asker', 'worker'].map((login) => api(server, login));
	deskMan = await logIn(server, 'desk');
	askerMan = await logIn(server, 'asker');
	kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	problem = (await desk('GET', '/problems?limit=200')).json.items.find((p) => p.name === '空调漏水').id;
});
after(async () => {
	assert.equal((await fetch(server.url + '/healthz')).status, 200, 'still alive');
	assert.match(server.run('verify'), /数据一致/, 'rebuilt from the journal, the rows are equal');
	await server.stop();
});

const head = async () => Number(/gangmu_journal_entries (\d+)/.exec(await (await fetch(server.url + '/metrics')).text())[1]);
// What `work` does leaves the journal as it was.
async function unchanged(work) {
	const start = await head();
	await work();
	assert.equal(await head(), start, 'nothing was written');
}
const words = (answer) => answer.json.errors.map((e) => e.zh).join('；');
function sound(answer, status, zh) {
	assert.equal(answer.status, status, answer.text.slice(0, 600));
	if (answer.type.startsWith('text/html')) assert.deepEqual(htmlFaults(answer.text), []);
	if (zh) assert.match(answer.text, zh);
}
async function matterForm(visitor) {
	return formsOf((await visitor.get('/matters/new')).text).find((f) => f.method === 'post' && f.action === '/matters/new').hidden;
}
const made = async (title = '坏输入') => (await desk('POST', '/matters', { title, kind, place: 'NA302' })).json.id;

test('an empty, a too long, a wrongly typed and an unknown field are named with how to mend them', async () => {
	await unchanged(async () => {
		const empty = await desk('POST', '/matters', {});
		assert.equal(empty.status, 422);
		assert.match(words(empty), /请填写事由/);
		assert.match(words(empty), /请选择类别/);
		const long = await desk('POST', '/matters', { title: '长'.repeat(61), kind });
		assert.match(words(long), /事由最多 60 个字，现有 61 个，请缩短/);
		for (const [field, value, zh] of [['title', 7, null], ['kind', 'x', /没有找到类别/], ['kind', { a: 1 }, /类型不对/], ['urgent', 'maybe', /是.*否/], ['title', ['a'], /类型不对/], ['title', 'a\u0007b', /控制字符/], ['title', 'a\nb', /一行/], ['place', 'ZZ999', /没有找到地点“ZZ999”/], ['colour', 'red', /没有“colour”这个字段/], ['owner_unit', 1, /不能在这里填写/], ['id', 5, /id/], ['state', 'closed', /不能在这里填写/]]) {
			if (!zh) continue;
			const got = await desk('POST', '/matters', { title: 'x', kind, [field]: value });
			assert.equal(got.status, 422, field + got.text);
			assert.match(words(got), zh);
			for (const e of got.json.errors) assert.ok(e.zh && e.en && e.code);
		}
		for (const body of ['', '{', '[]', '1', '{"title":"a","title":"b"}', '\ud800']) assert.ok([400, 415, 422].includes((await desk('POST', '/matters', body)).status), body);
		assert.equal((await desk('POST', '/matters', '{"title":' + '['.repeat(100000) + '}')).status, 400, 'deep nesting');
	});
	// The same on the page, with everything typed kept.
	const hidden = await matterForm(deskMan);
	const page = await deskMan.post('/matters/new', { ...hidden, title: '长'.repeat(61), kind: String(kind), detail: '留住这一句', place_label: 'ZZ999' });
	sound(page, 422, /留住这一句/);
	assert.match(page.text, /最多 60 个字/);
	assert.match(page.text, /长{61}/);
	deskMan.jar.set('lang', 'en');
	sound(await deskMan.post('/matters/new', { ...(await matterForm(deskMan)), title: '', kind: String(kind) }), 422, /Please fill in/);
	deskMan.jar.delete('lang');
});

test('an unknown code, a wrong track link, somebody else\'s record: 404 with a way on, and no telling apart', async () => {
	await unchanged(async () => {
		const guest = new Visitor(server, 'guest');
		for (const code of ['ZZZZZZ', 'NA302x', '%E7%81%AF', '..%2f..%2fetc', 'A'.repeat(500)]) {
			const got = await guest.get('/q/' + code);
			sound(got, got.status);
			assert.ok([404, 400, 414].includes(got.status), code + got.status);
			if (got.status === 404) assert.match(got.text, /码/);
		}
		for (const token of ['x', 'AAAAAAAAAAAAAAAAAAAAAA', '%00', 'a'.repeat(3000)]) {
			const got = await guest.get('/t/' + token);
			assert.ok([400, 404, 414].includes(got.status), token + got.status);
			if (got.status === 404) sound(got, 404, /链接/);
			assert.ok((await guest.post('/t/' + token, { act: 'urge', once: '1' })).status >= 400);
		}
		const theirs = (await desk('GET', '/matters?limit=200&view=')).json.items.map((m) => m.id), mine = new Set((await asker('GET', '/matters?limit=200&view=')).json.items.map((m) => m.id));
		const foreign = theirs.find((id) => !mine.has(id));
		const there = await askerMan.get(`/matters/${foreign}`), absent = await askerMan.get('/matters/99999999');
		sound(there, 404, /没有这一页，或者您没有查看它的权限/);
		const strip = (text) => text.replace(/name="(once|csrf)" value="\w+"/g, '').replace(/\/matters\/\d+/g, '');
		assert.equal(strip(there.text), strip(absent.text), 'what is foreign looks like what is not there');
		askerMan.jar.set('lang', 'en');
		sound(await askerMan.get(`/matters/${foreign}`), 404, /There is no such page/);
		askerMan.jar.delete('lang');
	});
});

test('a wrong state and a stale version are refused in words, on page and API', async () => {
	const id = await made();
	await unchanged(async () => {
		const early = await desk('POST', `/matters/${id}/answer`, { answer_way: 'phone', note: 'x' });
		assert.equal(early.status, 409);
		assert.match(words(early), /现在的状态是“待受理”，不能登记回音/);
		assert.match(early.json.errors[0].en, /state/i);
		sound(await deskMan.get(`/matters/${id}/answer`), 409, /现在的状态是/);
	});
	const form = formsOf((await deskMan.get(`/matters/${id}/refuse`)).text).find((f) => f.action === `/matters/${id}/refuse`).hidden;
	assert.equal((await desk('POST', `/matters/${id}/remark`, { note: '别人先改了' })).status, 200);
	await unchanged(async () => {
		const stale = await deskMan.post(`/matters/${id}/refuse`, { ...form, note: '我写的理由还在' });
		sound(stale, 412, /我写的理由还在/);
		assert.equal((await desk('POST', `/matters/${id}/accept`, {}, { 'if-match': '"1"' })).status, 412);
	});
});

test('the same form sent twenty times at once makes one record; the same key for another thing is refused', async () => {
	const hidden = await matterForm(deskMan), start = (await desk('GET', '/matters?q=' + encodeURIComponent('二十次') + '&view=')).json.items.length;
	assert.equal((await desk('POST', '/matters', { title: 'a\u0000b', kind })).status, 400);
	const answers = await Promise.all(Array.from({ length: 20 }, () => deskMan.post('/matters/new', { ...hidden, title: '同一张表二十次', kind: String(kind), place_label: 'NA302' })));
	assert.ok(answers.every((a) => a.status === 303), answers.map((a) => a.status).join());
	assert.equal(new Set(answers.map((a) => a.location)).size, 1);
	const guest = new Visitor(server, 'guest');
	const own = formsOf((await guest.get('/q/NA302')).text).find((f) => f.action === '/q/NA302').hidden;
	const reports = await Promise.all(Array.from({ length: 20 }, () => guest.post('/q/NA302', { ...own, detail: '同一次扫码二十次', phone: '13800001234' })));
	const done = reports.filter((r) => r.status === 303);
	assert.ok(done.length >= 1 && reports.every((r) => [303, 429, 503].includes(r.status)), reports.map((a) => a.status).join());
	assert.equal(new Set(done.map((a) => a.location)).size, 1);
	const found = (await desk('GET', '/matters?q=' + encodeURIComponent('二十次') + '&view=')).json.items.length;
	assert.equal(found, start + 2);
});

function jpegHead(width, height) {
	return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]), Buffer.alloc(64, 0x55), Buffer.from('ffd9', 'hex')]);
}
const huge = () => {
	const data = Buffer.alloc(13);
	data.writeUInt32BE(20000, 0), data.writeUInt32BE(10000, 4), (data[8] = 8);
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngPiece('IHDR', data), pngPiece('IDAT', Buffer.alloc(40)), pngPiece('IEND', Buffer.alloc(0))]);
};
const BAD = [
	['page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/jpeg'],
	['draw.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/png'],
	['zip.png', Buffer.from('504b0304140000000000' + '00'.repeat(40), 'hex'), 'image/png'],
	['huge.png', huge(), 'image/png'],
	['huge.jpg', jpegHead(65000, 65000), 'image/jpeg'],
	['cut.png', png(64).subarray(0, 60), 'image/png'],
	['cut.jpg', jpegHead(64, 64).subarray(0, 50), 'image/jpeg'],
	['short.png', png(64, 64, 120, 3), 'image/png'],
	['noise.jpg', Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919) & 255)), 'image/jpeg'],
	['one.jpg', Buffer.from([0xff]), 'image/jpeg'],
];
test('G4 a photo that is none is refused by name; the good photo beside it and the words are kept', async () => {
	for (const [name, bytes, type] of BAD) {
		const hidden = await matterForm(deskMan);
		const form = new FormData();
		for (const [n, v] of Object.entries({ ...hidden, sure: '1', title: '照片不好', kind: String(kind), place_label: 'NA302', detail: '字要留下' })) form.set(n, v);
		form.append('photos', new Blob([png(33, 33, name.length * 9)], { type: 'image/png' }), 'good.png');
		form.append('photos', new Blob([bytes], { type }), name);
		const got = await deskMan.post('/matters/new', form);
		sound(got, 422, /字要留下/);
		assert.ok(got.text.includes(`“${name}”`), name + ' is named');
		assert.match(got.text, /photos_kept" value="[0-9a-f]{64}:/, 'the good one is kept beside ' + name);
		// Sent again as shown: it goes in, with the kept photo.
		const again = formsOf(got.text).find((f) => f.action === '/matters/new');
		const second = await deskMan.post('/matters/new', { ...again.hidden, sure: '1', title: '照片不好', kind: String(kind), place_label: 'NA302', detail: '字要留下' });
		assert.equal(second.status, 303, second.text.slice(0, 300));
		const files = (await desk('GET', `/attachments?matter=${/(\d+)$/.exec(second.location)?.[1]}`)).json.items;
		assert.deepEqual(files.map((f) => f.name), ['good.png']);
	}
});

test('a kept photo must be in the store; a foreign digest, a path or a type is not taken', async () => {
	const digest = 'a'.repeat(64);
	for (const kept of [`${digest}:${digest}:image/png:1:1:1:x.png`, `../../etc/passwd:${digest}:image/png:1:1:1:x`, `${digest}:${digest}:text/html:1:1:1:x`, 'x', '']) {
		const got = await deskMan.post('/matters/new', { ...(await matterForm(deskMan)), title: '', kind: String(kind), photos_kept: kept });
		sound(got, 422);
		assert.ok(!got.text.includes('passwd'));
	}
});

test('names of files with line ends, quotes, tags, paths and directions do no harm', async () => {
	for (const name of ['a"b.png', 'a<b>.png', '../../x.png', 'x\u202egnp.png', '\u0007bell.png', '照片 1;filename=evil.exe.png', 'a'.repeat(400) + '.png']) {
		const form = new FormData();
		for (const [n, v] of Object.entries({ ...(await matterForm(deskMan)), sure: '1', title: '文件名', kind: String(kind), place_label: 'NA302' })) form.set(n, v);
		form.append('photos', new Blob([png(20)], { type: 'image/png' }), name);
		const got = await deskMan.post('/matters/new', form);
		assert.ok([303, 422].includes(got.status), name + got.status + got.text.slice(0, 200));
		if (got.status !== 303) continue;
		const file = (await desk('GET', `/attachments?matter=${/(\d+)$/.exec(got.location)[1]}`)).json.items[0];
		const sent = await deskMan.get('/files/' + file.id);
		assert.equal(sent.status, 200);
		assert.match(sent.headers.get('content-disposition'), /^inline; filename\*=UTF-8''[\w%.~-]+$/);
		assert.match(sent.headers.get('content-security-policy'), /sandbox/);
		sound(await deskMan.get(got.location + '?tab=files'), 200);
	}
});

test('logging in: five wrong tries lock for a while, in parallel too, and the right password does not open it', async () => {
	const guest = new Visitor(server, 'guest');
	const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => guest.post('/login', { login: 'finance', password: 'wrong' + i })));
	const said = tries.map((t) => t.status);
	assert.ok(tries.every((t) => t.status === 422 || t.status === 429), said.join());
	assert.equal(tries.filter((t) => /登录名或口令不对/.test(t.text)).length, 5, 'five are looked at: ' + said.join());
	assert.equal(tries.filter((t) => /输错次数太多，请 15 分钟后再试/.test(t.text)).length, 7);
	const right = await guest.post('/login', { login: 'finance', password: PASSWORD });
	sound(right, 429, /15 分钟后再试/);
	assert.ok(!right.headers.getSetCookie().some((c) => c.startsWith('session=')));
	guest.jar.set('lang', 'en');
	sound(await guest.post('/login', { login: 'FINANCE', password: PASSWORD }), 429, /Too many wrong tries/);
	sound(await guest.post('/login', { login: 'nobody-here', password: 'x' }), 422, /Name or password is wrong/);
	guest.jar.delete('lang');
	for (const [login, password] of [['', ''], ['x'.repeat(5000), 'y'], ["' OR 1=1 --", "' OR 1=1 --"], ['system', 'p'.repeat(5000)], ['a\u0000b', 'x']]) {
		const got = await guest.post('/login', { login, password });
		assert.ok(got.status >= 400 && got.status < 500, login.slice(0, 20) + got.status);
		assert.ok(!guest.jar.has('session'));
	}
	const other = await logIn(server, 'audit');
	assert.equal((await other.get('/home')).status, 200, 'others still log in');
});

test('a form without the token, with another\'s, with a stale one, or from a foreign page is refused and changes nothing', async () => {
	const id = await made();
	const foreignToken = await askerMan.csrf();
	const own = await deskMan.csrf();
	await unchanged(async () => {
		for (const [fields, headers] of [[{}, {}], [{ csrf: '' }, {}], [{ csrf: foreignToken }, {}], [{ csrf: own + 'x' }, {}], [{ csrf: own }, { origin: 'http://elsewhere.example' }], [{ csrf: own }, { origin: 'null' }], [{ csrf: own }, { origin: server.url + '.elsewhere.example' }]]) {
			const got = await deskMan.post(`/matters/${id}/accept`, { ...fields, once: 'c' }, headers);
			sound(got, 403, /这张表单已过期/);
		}
		const cookieOnly = await deskMan.send('POST', `/api/v1/matters/${id}/accept`, '{}', { 'content-type': 'application/json' });
		assert.equal(cookieOnly.status, 403);
		deskMan.jar.set('lang', 'en');
		sound(await deskMan.post(`/matters/${id}/accept`, {}), 403, /form has expired/);
		deskMan.jar.delete('lang');
		const guest = new Visitor(server, 'guest');
		sound(await guest.post('/login', { login: 'desk', password: PASSWORD }, { origin: 'http://elsewhere.example' }), 403);
		assert.ok(!guest.jar.has('session'), 'a foreign page logs nobody in');
		sound(await guest.post('/q/NA302', { detail: 'x', once: 'f' }, { origin: 'http://elsewhere.example' }), 403);
	});
	const old = await logIn(server, 'desk');
	const token = await old.csrf(), cookie = old.jar.get('session');
	assert.equal((await old.post('/logout', { csrf: token })).status, 303);
	await unchanged(async () => {
		old.jar.set('session', cookie);
		const got = await old.post(`/matters/${id}/accept`, { csrf: token });
		assert.ok([401, 403, 303].includes(got.status), 'after log-out the cookie is worth nothing: ' + got.status);
		assert.equal((await old.get('/home')).status, 303);
	});
});

test('what was typed survives a log-in that ran out, passwords do not travel with it', async () => {
	const late = new Visitor(server, 'late');
	const got = await late.post('/matters/new', { title: '登录过期了也在', kind: String(kind) });
	sound(got, 401, /您填的内容已保留/);
	assert.match(got.text, /登录过期了也在/);
	const secret = await late.post('/me/password', { old: 'Old-Secret-1', new: 'New-Secret-2' });
	assert.ok(!/Old-Secret|New-Secret/.test(secret.text), 'no password in the carried form');
	const back = formsOf(got.text).find((f) => f.action === '/login').hidden;
	const arrived = await late.post('/login', { ...back, login: 'desk', password: PASSWORD });
	assert.equal(arrived.location, '/matters/new?draft=1');
	assert.match((await late.get(arrived.location)).text, /登录过期了也在/);
});

test('next= leads nowhere else', async () => {
	for (const next of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', '\t//elsewhere.example', '/%09/elsewhere.example', 'javascript:alert(1)', '/\r\nSet-Cookie: a=b', '/\u0001x', ' /x', '']) {
		const guest = new Visitor(server, 'guest');
		const got = await guest.post('/login', { login: 'desk', password: PASSWORD, next });
		assert.equal(got.status, 303, JSON.stringify(next) + got.text.slice(0, 200));
		const to = new URL(got.location, server.url);
		assert.equal(to.origin, server.url, JSON.stringify(next) + ' → ' + got.location);
		assert.ok(!guest.jar.has('a'));
		const shown = await guest.post('/me/display', { csrf: await guest.csrf(), size: 'large', next });
		assert.equal(new URL(shown.location, server.url).origin, server.url);
		const carried = await new Visitor(server, 'guest').post('/login', { login: 'desk', password: PASSWORD, carried_path: next, carried: '[]' });
		assert.equal(new URL(carried.location, server.url).origin, server.url);
	}
	const kept = await new Visitor(server, 'guest').post('/login', { login: 'desk', password: PASSWORD, next: '/matters?view=red' });
	assert.equal(kept.location, '/matters?view=red');
});

test('too many parts, too much text, a body too large: said in words, nothing saved', async () => {
	await unchanged(async () => {
		const csrf = await deskMan.csrf();
		const many = new URLSearchParams({ csrf });
		for (let i = 0; i < 2100; i++) many.append('x' + i, '1');
		sound(await deskMan.post('/matters/new', many), 422, /太多/);
		const parts = new FormData();
		parts.set('csrf', csrf);
		for (let i = 0; i < 2100; i++) parts.append('p', 'v' + i);
		sound(await deskMan.post('/matters/new', parts), 422, /太多/);
		sound(await deskMan.post('/matters/new', { csrf, title: 'x'.repeat(5 << 20) }), 422, /4 MB/);
		for (const type of ['text/plain', 'application/json', 'multipart/form-data', 'multipart/form-data; boundary=', 'application/x-www-form-urlencoded; x']) {
			const got = await deskMan.send('POST', '/matters/new', 'title=%zz', { 'content-type': type });
			assert.ok(got.status >= 400 && got.status < 500, type + got.status);
		}
		deskMan.jar.set('lang', 'en');
		sound(await deskMan.post('/matters/new', many), 422, /Too much was sent/);
		deskMan.jar.delete('lang');
	});
	const large = await raw(`POST /matters/new HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\nContent-Type: text/plain\r\n\r\n`);
	assert.match(large, /^HTTP\/1\.1 413 /);
	assert.match(large, /[\u4e00-\u9fff]/, 'in Chinese too: ' + large.slice(-200));
});

// Bytes as they are, one connection, until it closes or is quiet.
function raw(bytes, wait = 1500) {
	return new Promise((done) => {
		const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
		let answer = '';
		const end = () => { socket.destroy(); done(answer); };
		socket.on('data', (chunk) => (answer += chunk.toString('utf8')));
		socket.on('close', end).on('error', end);
		socket.write(bytes);
		setTimeout(end, wait);
	});
}

test('HEAD, methods that are not allowed, paths with tricks, and broken requests', async () => {
	await unchanged(async () => {
		for (const path of ['/home', '/matters', '/login', '/api/v1/matters', '/static/app.css', '/healthz']) {
			const got = await deskMan.send('HEAD', path), full = await deskMan.get(path);
			assert.equal(got.status, full.status, 'HEAD ' + path);
			assert.equal(got.bytes.length, 0);
		}
		for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE2'])
			for (const path of ['/matters', '/home', '/api/v1/matters/1', '/api/v1/matters', '/login']) {
				if (method === 'PATCH' && path === '/api/v1/matters/1') continue;
				const got = await deskMan.send(method, path).catch(() => ({ status: 400, text: '' }));
				assert.ok([400, 403, 404, 405, 415, 501].includes(got.status), `${method} ${path} ${got.status}`);
			}
		assert.match(await raw('DELETE /matters HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /405[\s\S]*不支持这种请求方法/);
		for (const path of ['/static/../../etc/passwd', '/static/..%2f..%2fetc/passwd', '/static/%2e%2e/%2e%2e/etc/passwd', '/files/../1', '/files/1%00', '/files/-1', '/files/99999999999999999999', '/matters/1e3', '/matters/0', '/matters/01', '/matters/+1', '/matters/1/', '//matters', '/matters//1', '/./home', '/%2e%2e/home', '/api/v1/../../home', '/api/v1/', '/api/v2/matters', '/api/v1/matters/1/2/3/4', '/lookup/../x', '/lookup/person%00', '/q/../x', '/drafts/..', '/HOME', '/matters;x=1', '/matters%3fview=', '/' + 'a'.repeat(7000)]) {
			const got = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${deskMan.cookie()}\r\nConnection: close\r\n\r\n`);
			const status = Number(/^HTTP\/1\.1 (\d+)/.exec(got)?.[1]);
			assert.ok(status >= 300 && status < 500 || (status === 200 && /\/matters\/0?1|\+1/.test(path)), `${path}: ${status}`);
			assert.ok(!/root:x:/.test(got), path);
		}
		for (const bytes of ['GET / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 'GET / HTTP/1.1\nHost: a\n\n', 'get / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /\r\n\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n'])
			assert.match(await raw(bytes, 800), /^HTTP\/1\.1 (400|501|505)/, JSON.stringify(bytes));
	});
});

test('answers come packed where the client takes it, and never otherwise', async () => {
	const ask = (accept) => rawBytes(`GET /login HTTP/1.1\r\nHost: x\r\n${accept ? `Accept-Encoding: ${accept}\r\n` : ''}Connection: close\r\n\r\n`);
	const plain = await ask(''), packed = await ask('gzip'), none = await ask('gzip;q=0'), other = await ask('br');
	assert.match(packed.head, /content-encoding: gzip/i);
	assert.match(gunzipSync(packed.body).toString(), /<h1>登录<\/h1>/);
	assert.match(packed.head, /vary: accept-encoding/i);
	for (const one of [plain, none, other]) {
		assert.doesNotMatch(one.head, /content-encoding/i);
		assert.match(one.body.toString(), /<h1>登录<\/h1>/);
	}
});
function rawBytes(bytes) {
	return new Promise((done) => {
		const socket = connect(Number(new URL(server.url).port), '127.0.0.1'), chunks = [];
		socket.on('data', (chunk) => chunks.push(chunk)).on('close', () => {
			const all = Buffer.concat(chunks), end = all.indexOf('\r\n\r\n');
			done({ head: all.subarray(0, end).toString(), body: all.subarray(end + 4) });
		});
		socket.write(bytes);
	});
}

test('text with tags, quotes and directions is shown as text everywhere', async () => {
	const title = `<img src=x onerror=alert(1)>"'&\u202e`;
	const got = await desk('POST', '/matters', { title, kind, place: 'NA302', detail: '</textarea><script>alert(1)</script>' });
	if (got.status === 422) return assert.match(words(got), /控制字符/);
	for (const path of [`/matters/${got.json.id}`, `/matters/${got.json.id}?tab=content`, `/matters/${got.json.id}?tab=audit`, '/matters', `/search?q=onerror`, `/matters?q=${encodeURIComponent('"><script>alert(1)</script>')}`, `/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`, `/login?next=${encodeURIComponent('/"><script>')}`, `/matters/new?title=${encodeURIComponent('"><script>')}`]) {
		const page = await deskMan.get(path);
		if (page.status >= 300 && page.status < 400) continue;
		assert.doesNotMatch(page.text, /<script>alert|<img src=x/, path);
		assert.deepEqual(htmlFaults(page.text), [], path);
	}
	const csv = await deskMan.get('/matters.csv?view=');
	assert.equal(csv.status, 200);
	const formula = await desk('POST', '/matters', { title: '=HYPERLINK("http://x")', kind, place: 'NA302' });
	assert.equal(formula.status, 201);
	assert.doesNotMatch((await deskMan.get('/matters.csv?view=')).text, /(^|,)"?=HYPERLINK/m, 'no formula cell');
});

test('a follow link that has run out says so in both languages, and does nothing any more', { skip: !!process.env.GANGMU_DB }, async () => {
	const { execFileSync } = await import('node:child_process');
	const later = await startServer({ args: ['--now', `${new Date().getFullYear() + 2}-06-01T10:30`] });
	const token = execFileSync('sqlite3', ['-readonly', later.data + '/gangmu.db', "SELECT token FROM matter WHERE state = 'closed' AND token IS NOT NULL LIMIT 1"]).toString().trim();
	assert.ok(token, 'the demo has closed matters with a link');
	const guest = new Visitor(later, 'guest');
	const got = await guest.get('/t/' + token);
	assert.ok([404, 410].includes(got.status), got.status + got.text.slice(0, 300));
	sound(got, got.status, /链接.*(过期|失效)/);
	assert.ok((await guest.post('/t/' + token, { act: 'urge', note: 'x', once: '1' })).status >= 400);
	guest.jar.set('lang', 'en');
	sound(await guest.get('/t/' + token), got.status, /link/i);
	assert.equal((await new Visitor(server, 'guest').get('/t/' + token)).status, 200, 'today it still opens');
	await later.stop();
});
