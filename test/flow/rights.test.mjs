// Who sees what: words planted in rows outside a person's scope must not come out of any address in any form, and no command may touch
// such a row. The largest class of holes in programs of this kind is a check forgotten in a secondary view (lists, exports, searches,
// histories, files), so every route is asked as every log-in.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, api } from '../start.mjs';
import { LOGINS, Visitor, logIn, formsOf } from '../visitor.mjs';
import { png, unzipped } from '../bytes.mjs';

const WORDS = {
	title: 'zqvtitle', detail: 'zqvdetail', remark: 'zqvremark', task: 'zqvtask', openFile: 'zqvopenfile', innerFile: 'zqvinnerfile', outcome: 'zqvoutcome', parts: 'zqvparts', returned: 'zqvreturned',
	phone: '18637119571', callerName: 'zqvcaller',
};
const PEOPLE_PHONE = '13900001005'; // of a cleaner, known to nobody but her own team
let server, doc, lists, apis = {}, visitors = {}, matter, orders, files, client, secret;

before(async () => {
	server = await startServer();
	for (const login of [...LOGINS, 'worker2', 'team2', 'head1']) apis[login] = api(server, login);
	for (const login of LOGINS) visitors[login] = await logIn(server, login);
	const { desk, elder, worker2 } = apis;
	doc = (await desk('GET', '/openapi.json')).json;
	lists = Object.keys(doc.paths).filter((p) => /^\/api\/v1\/[\w-]+$/.test(p) && !p.endsWith('.json')).map((p) => p.slice(8));
	const did = async (who, method, path, body, ...rest) => { const a = await who(method, path, body, ...rest); assert.ok(a.status < 300, `${path} ${a.status} ${a.text}`); return a.json; };
	const units = (await desk('GET', '/units?limit=200')).json.items, unit = (name) => units.find((u) => u.name === name).id;
	const kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	// A matter of another unit: the retired cadres' bureau asks, the plumbers and the cleaners do it.
	const deskMan = visitors.desk;
	const page = '/matters/new';
	const shown = formsOf((await deskMan.get(page)).text).find((f) => f.method === 'post' && f.action === page);
	const form = new FormData();
	for (const [name, value] of Object.entries({ ...shown.hidden, phone: WORDS.phone, client_phone: WORDS.phone, client_name: WORDS.callerName, name: WORDS.callerName, kind: String(kind), title: WORDS.title, detail: WORDS.detail, place_label: 'BH03', note: '' })) form.set(name, value);
	const made = await deskMan.post(page, form);
	if (made.status === 303) matter = Number(/(\d+)$/.exec(made.location)?.[1]);
	if (!matter) matter = (await did(elder, 'POST', '/matters', { title: WORDS.title, detail: WORDS.detail, kind })).id;
	await did(desk, 'POST', `/matters/${matter}/accept`, {});
	await did(desk, 'POST', `/matters/${matter}/dispatch`, { owner_unit: unit('水暖班'), plan: JSON.stringify([{ unit: unit('北院保洁班'), task: WORDS.task }]), note: WORDS.remark });
	await did(desk, 'POST', `/matters/${matter}/remark`, { note: WORDS.remark });
	for (const [name, open] of [[WORDS.openFile, '1'], [WORDS.innerFile, null]]) {
		const say = formsOf((await deskMan.get(`/matters/${matter}`)).text).find((f) => f.action === `/matters/${matter}/say`);
		const sent = new FormData();
		for (const [n, v] of Object.entries(say.hidden)) sent.set(n, v);
		sent.set('note', open ? '照片见附件' : WORDS.remark);
		if (open) sent.set('open', open);
		sent.set('photos', new Blob([png(48)], { type: 'image/png' }), name + '.png');
		const answer = await deskMan.post(`/matters/${matter}/say`, sent);
		assert.equal(answer.status, 303, answer.text.slice(0, 2000));
	}
	orders = (await desk('GET', `/work-orders?view=&matter=${matter}`)).json.items;
	files = (await desk('GET', `/attachments?matter=${matter}`)).json.items;
	assert.equal(orders.length, 2);
	assert.deepEqual(files.map((f) => f.name).sort(), [WORDS.innerFile + '.png', WORDS.openFile + '.png']);
	client = (await desk('GET', `/matters/${matter}`)).json.client;
	const lead = orders.find((o) => o.role === 'lead').id;
	await did(worker2, 'POST', `/work-orders/${lead}/sign`, {});
	await did(worker2, 'POST', `/work-orders/${lead}/attend`, { note: WORDS.remark });
	secret = /(?:^|\W)gm_/; // an API token
});
after(async () => {
	for (const v of Object.values(visitors)) await v.get('/healthz');
	assert.match(server.run('verify'), /数据一致/);
	await server.stop();
});

// Everything a planted word could come out of: list, page, API, history, lookup, search, exports, files, forms, errors.
function addresses() {
	const asked = [];
	for (const path of lists) {
		// The log of exports keeps what was asked for, so an export is not asked for by a planted word.
		for (const list of [`/${path}`, `/api/v1/${path}`, `/${path}.csv`, `/${path}.xlsx`]) asked.push(list, list + '?view=', list + '?q=zqv', ...(/\.(csv|xlsx)$/.test(list) ? [] : [list + '?view=&q=' + WORDS.title]));
		asked.push(`/api/v1/${path}?limit=200&sort=-id&view=`, `/${path}/new`, `/${path}/import`);
	}
	const record = doc.components.schemas;
	for (const name of Object.keys(record)) asked.push(`/lookup/${name}?q=`, `/lookup/${name}?q=zqv`, `/lookup/${name}?q=${WORDS.phone}`);
	const own = { matters: [matter], 'work-orders': orders.map((o) => o.id), attachments: files.map((f) => f.id), clients: client ? [client] : [] };
	for (const [path, ids] of Object.entries(own))
		for (const id of ids) {
			asked.push(`/${path}/${id}`, `/api/v1/${path}/${id}`, `/api/v1/${path}/${id}/history`);
			for (const tab of ['content', 'files', 'orders', 'links', 'clock', 'audit']) asked.push(`/${path}/${id}?tab=${tab}`);
			for (const command of commandsOf(path)) asked.push(`/${path}/${id}/${command}`);
		}
	for (const f of files) asked.push(`/files/${f.id}`, `/files/${f.id}/thumb`);
	for (const o of orders) for (const step of ['finish', 'cannot', 'return']) asked.push(`/tasks/${o.id}/${step}`);
	for (const f of ['matter', 'asker', 'client', 'owner_unit', 'unit']) asked.push(`/api/v1/matters?${f}=${matter}&view=`, `/api/v1/work-orders?matter=${matter}&view=`, `/api/v1/attachments?matter=${matter}`, `/api/v1/pauses?matter=${matter}`, `/api/v1/answers?matter=${matter}`);
	asked.push('/', '/home', '/desk', '/desk/call/' + matter, '/tasks', '/my', '/my/matters', '/my/matters?view=all', '/figures', '/effect-checks', '/effect-checks/' + matter, '/me', '/scan', '/search?q=zqv', '/search?q=' + WORDS.title, '/search?q=' + WORDS.phone, '/search?q=' + WORDS.phone.slice(-4), '/search?q=' + WORDS.callerName,
		'/matters/similar?title=' + WORDS.title, '/matters/similar?q=' + WORDS.title, '/matters/new?phone=' + WORDS.phone, '/matters/new?client=' + client, `/matters/new?place=1`, '/q/BH03', '/my/report?place=BH03', '/metrics', '/healthz', '/drafts/matter', '/openapi.json', '/api/v1/openapi.json');
	return [...new Set(asked)];
}
function commandsOf(path) {
	return Object.keys(doc.paths).map((p) => new RegExp(`^/api/v1/${path}/\\{id\\}/([\\w-]+)$`).exec(p)?.[1]).filter((c) => c && c !== 'history');
}

// The words this log-in may see, by what the bureau's order of scopes says, not by what the program does.
const MAY = {
	elder: [], asker: [], liaison: [], worker: [], team: [], finance: [], system: [], security: [], audit: [],
	head: 'matter', leader: 'matter', desk: 'matter', inspector: 'matter', discipline: 'matter',
};

async function leaks(visitor, name, forbidden) {
	const found = [];
	let asked = 0;
	for (const path of addresses()) {
		const answer = await visitor.get(path).catch((e) => { throw new Error(`${name}: ${path}: ${e.message} ${e.cause?.message}`); });
		asked++;
		assert.ok(answer.status < 500, `${name}: ${path}: ${answer.status}`);
		let text = answer.type.includes('spreadsheet') ? unzipped(answer.bytes) : answer.text;
		// What was asked may be repeated in the answer: the box of the search, links with the same filter.
		const echo = decodeURIComponent(path);
		for (const word of forbidden) {
			const own = echo.includes(word) || (echo.includes('zqv') && word.startsWith('zqv'));
			const body = own && !answer.type.includes('json') ? text.replace(/value="[^"]*"|href="[^"]*"|content="[^"]*"|<title>.*?<\/title>|“[^”]*”/g, '') : text;
			if (body.includes(word)) found.push(`${name}: ${path}: ${word} in the body: ${body.slice(Math.max(0, body.indexOf(word) - 80), body.indexOf(word) + 60).replace(/\s+/g, ' ')}`);
			if ([...answer.headers].some(([, value]) => !echo.includes(word) && value.includes(word))) found.push(`${name}: ${path}: ${word} in a header`);
		}
	}
	return { asked, found };
}

test('G9 canaries: nothing outside the scope comes out of any address, as any log-in', async (t) => {
	let asked = 0;
	const found = [];
	for (const login of [...LOGINS, 'guest']) {
		const visitor = login === 'guest' ? new Visitor(server, 'guest') : visitors[login];
		const words = MAY[login] === 'matter' ? [PEOPLE_PHONE] : [...Object.values(WORDS), PEOPLE_PHONE];
		const result = await leaks(visitor, login, words);
		asked += result.asked;
		found.push(...result.found);
	}
	t.diagnostic(`${asked} addresses asked, ${Object.keys(WORDS).length} words planted`);
	assert.equal(found.length, 0, '\n' + found.slice(0, 60).join('\n'));
});

test('G9 whoever may see the matter does see it, so that the canaries can be found at all', async () => {
	for (const login of ['desk', 'leader', 'head', 'inspector']) {
		const got = await visitors[login].get(`/matters/${matter}`);
		assert.equal(got.status, 200, login);
		assert.ok(got.text.includes(WORDS.title) && got.text.includes(WORDS.remark), login);
	}
	const csv = await visitors.desk.get('/matters.csv?view=');
	assert.ok(csv.text.includes(WORDS.title));
	assert.ok(unzipped((await visitors.desk.get('/matters.xlsx?view=')).bytes).includes(WORDS.title));
	assert.ok((await visitors.desk.get('/search?q=' + WORDS.title)).location?.includes('/matters/') || (await visitors.desk.get('/search?q=' + WORDS.title)).text.includes(`/matters/${matter}"`));
	assert.ok((await visitors.desk.get(`/matters/${matter}?tab=files`)).text.includes(WORDS.innerFile));
});

test('U29 the asker sees the own matter without the inner words and photos: page, API, history, files, track link', async () => {
	const { desk, elder, asker } = apis;
	const kind = (await desk('GET', '/kinds?code=repair')).json.items[0].id;
	const mine = (await asker('POST', '/matters', { title: '我的报修', kind, place: 'ZB305' })).json.id;
	await desk('POST', `/matters/${mine}/accept`, {});
	await desk('POST', `/matters/${mine}/remark`, { note: WORDS.remark });
	const deskMan = visitors.desk;
	const say = formsOf((await deskMan.get(`/matters/${mine}`)).text).find((f) => f.action === `/matters/${mine}/say`);
	const sent = new FormData();
	for (const [n, v] of Object.entries(say.hidden)) sent.set(n, v);
	sent.set('note', WORDS.remark);
	sent.set('photos', new Blob([png(40)], { type: 'image/png' }), WORDS.innerFile + '.png');
	assert.equal((await deskMan.post(`/matters/${mine}/say`, sent)).status, 303);
	const inner = (await desk('GET', `/attachments?matter=${mine}`)).json.items[0].id;
	const paths = [`/matters/${mine}`, ...['content', 'files', 'orders', 'links', 'clock', 'audit'].map((t) => `/matters/${mine}?tab=${t}`), `/api/v1/matters/${mine}`, `/api/v1/matters/${mine}/history`, `/api/v1/attachments?matter=${mine}`, `/api/v1/attachments/${inner}`, `/api/v1/attachments/${inner}/history`, `/attachments?matter=${mine}`, `/attachments/${inner}`, `/attachments/${inner}?tab=audit`, '/attachments.csv', `/attachments.xlsx`, '/lookup/attachment?q=', `/files/${inner}`, `/files/${inner}/thumb`, '/home', '/my', '/my/matters'];
	const found = [];
	for (const login of ['asker', 'liaison'])
		for (const path of paths) {
			const got = await visitors[login].get(path);
			const text = got.type.includes('spreadsheet') ? unzipped(got.bytes) : got.text + [...got.headers].join();
			for (const word of [WORDS.remark, WORDS.innerFile]) if (text.includes(word)) found.push(`${login}: ${path}: ${word}`);
			if (/\/files\//.test(path) && got.status !== 404) found.push(`${login}: ${path}: ${got.status}`);
		}
	assert.equal(found.length, 0, '\n' + found.join('\n'));
	assert.ok(elder);
});

test('G9 hidden and secret fields are no filter and no sort: nothing can be guessed by asking', async () => {
	const wrong = [];
	for (const login of ['asker', 'desk', 'system'])
		for (const [path, field] of [['people', 'password'], ['people', 'phone_key'], ['people', 'phone'], ['matters', 'token'], ['clients', 'phone_key'], ['clients', 'phone'], ['units', 'path']])
			for (const ask of [`${field}.ge=a`, `${field}.ge=%24`, `${field}=null`, `sort=${field}`, `columns=${field}`, `${field}.under=1`])
				for (const prefix of ['/api/v1/', '/']) {
					const got = await visitors[login].get(`${prefix}${path}?view=&${ask}`);
					if (got.status < 400 && !got.location && !(ask.startsWith('columns') && !/argon/.test(got.text))) wrong.push(`${login}: ${prefix}${path}?${ask}: ${got.status}`);
					if (/\$argon2/.test(got.text)) wrong.push(`${login}: a password's hash at ${path}?${ask}`);
				}
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});

test('U39 counts in tabs and totals are those of the own scope', async () => {
	const wrong = [];
	for (const login of LOGINS) {
		const visitor = visitors[login];
		const home = (await visitor.get('/home')).text;
		const links = [...home.matchAll(/<a class="figure[^"]*" href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)];
		for (const [, href, inner] of links) {
			const number = /<b[^>]*>\s*([\d ]+)\s*</.exec(inner)?.[1];
			if (!number || !href.startsWith('/')) continue;
			const list = await visitor.get(href.replaceAll('&amp;', '&'));
			if (list.status !== 200) { wrong.push(`${login}: ${href}: ${list.status}`); continue; }
			const total = /共\s+([\d  +]+)\s+条/.exec(list.text)?.[1];
			if (total !== undefined && total.replace(/\D/g, '') !== number.replace(/\D/g, '')) wrong.push(`${login}: ${href}: ${number.trim()} on the page, ${total} in the list`);
		}
		const list = await visitor.get('/matters?view=');
		if (list.status !== 200) continue;
		const tabs = [...list.text.matchAll(/<a href="(\/matters\?[^"]*view=[^"]*)"[^>]*>[^<]*<b class="count[^"]*">(\d+)\+?<\/b>/g)];
		for (const [, href, number] of tabs) {
			const shown = await visitor.get(href.replaceAll('&amp;', '&'));
			const total = /共\s+([\d  +]+)\s+条/.exec(shown.text)?.[1]?.replace(/\D/g, '') ?? '0';
			if (total !== number) wrong.push(`${login}: tab ${href}: ${number} on the tab, ${total} in the list`);
		}
		const rows = (await apis[login]('GET', '/matters?limit=200&view=')).json;
		const total = /共\s+([\d  +]+)\s+条/.exec(list.text)?.[1]?.replace(/\D/g, '');
		if (rows?.items && !rows.next && total !== undefined && Number(total) !== rows.items.length) wrong.push(`${login}: the list says ${total}, the API has ${rows.items.length}`);
	}
	assert.equal(wrong.length, 0, '\n' + wrong.join('\n'));
});

async function head() {
	return Number(/gangmu_journal_entries (\d+)/.exec(await (await fetch(server.url + '/metrics')).text())[1]);
}

test('G9 no command of any record touches a foreign row, through the API or a page', async (t) => {
	const wrong = [], start = await head();
	let tried = 0;
	const rows = { matters: [matter], 'work-orders': orders.map((o) => o.id), attachments: [files[0].id], clients: client ? [client] : [1] };
	for (const login of Object.keys(MAY).filter((l) => MAY[l] !== 'matter')) {
		const csrf = await visitors[login].csrf();
		for (const [path, ids] of Object.entries(rows))
			for (const id of ids)
				for (const command of [...commandsOf(path), null]) {
					const body = { note: '不该成功' };
					const got = command ? await apis[login]('POST', `/${path}/${id}/${command}`, body) : await apis[login]('PATCH', `/${path}/${id}`, {});
					tried++;
					if (![403, 404, 405].includes(got.status)) wrong.push(`${login}: API ${path}/${id}/${command}: ${got.status} ${got.text.slice(0, 160)}`);
					if (!command) continue;
					const page = await visitors[login].post(`/${path}/${id}/${command}`, { csrf, note: '不该成功', once: `x${tried}` });
					tried++;
					if (![403, 404, 405].includes(page.status)) wrong.push(`${login}: page ${path}/${id}/${command}: ${page.status} ${page.location ?? ''}`);
				}
		for (const [path, fields] of [[`/desk/${matter}/accept`, {}], [`/desk/call/${matter}`, { satisfaction: 'good', note: 'x' }], [`/effect-checks/${matter}`, { effect_ok: '1', note: 'x' }], [`/matters/${matter}/say`, { note: 'x' }], [`/matters/${matter}/say`, { note: 'x', open: '1' }], [`/home/check/${orders[0].id}`, { ok: '1' }], [`/tasks/${orders[0].id}`, { act: 'sign' }], [`/tasks/${orders[0].id}/finish`, { result: 'done', quality: 'good', note: 'x' }], [`/tasks/${orders[0].id}/cannot`, { note: 'x' }], [`/tasks/${orders[0].id}/return`, { note: 'x' }], ['/matters/bulk', { ids: String(matter), command: 'accept' }], ['/home/assign', { order: String(orders[0].id), worker: '1' }]]) {
			const got = await visitors[login].post(path, { csrf, ...fields, once: `y${tried++}` });
			if (got.status < 400 && !(got.status === 303 && /^\/login/.test(got.location))) {
				if ((await head()) !== start) wrong.push(`${login}: ${path} wrote: ${got.status}`);
			}
			if (got.status >= 500) wrong.push(`${login}: ${path}: ${got.status}`);
		}
	}
	t.diagnostic(tried + ' writes tried');
	assert.equal(wrong.length, 0, '\n' + wrong.slice(0, 60).join('\n'));
	assert.equal(await head(), start, 'the journal did not grow');
});

test('G9 the bureau\'s own tables are changed by their administrators only', async (t) => {
	const wrong = [], start = await head();
	let tried = 0;
	const admin = new Set(['system', 'security', 'desk', 'leader', 'head']);
	for (const login of LOGINS.filter((l) => !admin.has(l)))
		for (const path of ['units', 'posts', 'people', 'tenures', 'kinds', 'problems', 'questions', 'dictionaries', 'hours', 'calendar-days', 'calendar-years', 'clock-policies', 'places', 'assets'].filter((p) => lists.includes(p))) {
			const id = (await apis[login]('GET', `/${path}?limit=1`)).json.items[0].id;
			const asks = [['POST', `/${path}`], ...(doc.paths[`/api/v1/${path}/{id}`].patch ? [['PATCH', `/${path}/${id}`]] : []), ...commandsOf(path).map((c) => ['POST', `/${path}/${id}/${c}`])];
			for (const [method, address] of asks) {
				const got = await apis[login](method, address, {});
				tried++;
				const self = /own_mode/.test(address) && got.status === 200; // one's own way of display
				if (self) continue;
				if (![403, 404, 405].includes(got.status)) wrong.push(`${login}: ${method} ${address}: ${got.status} ${got.text.slice(0, 120)}`);
			}
		}
	t.diagnostic(tried + ' writes tried');
	assert.equal(wrong.length, 0, '\n' + wrong.slice(0, 40).join('\n'));
	assert.ok((await head()) - start <= 1, 'at most the own way of display');
});
