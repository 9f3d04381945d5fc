// The whole product walked as every kind of person, and as a guest: every link a page shows leads somewhere, every page is sound HTML
// in plain Chinese, and looking changes nothing.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { startServer, api } from '../start.mjs';
import { LOGINS, Visitor, logIn, htmlFaults, wordsOf, linksOf } from '../visitor.mjs';

const PAGES_MOST = Number(process.env.CRAWL_PAGES || 400), EACH_MOST = 3;
const EXPORT = /\.(csv|xlsx)(\?|$)/;
const ONLY = process.env.CRAWL_AS ? process.env.CRAWL_AS.split(',') : null;
let server, paths, track, guestId, statics = new Map();

before(async () => {
	server = await startServer();
	const desk = api(server, 'desk');
	paths = Object.keys((await desk('GET', '/openapi.json')).json.paths);
	// A guest with a track link: reported from a code, accepted, worked on, done, so that the page has all its parts.
	const guest = new Visitor(server, 'guest');
	const problem = (await desk('GET', '/problems?limit=200')).json.items.find((p) => p.name === '空调漏水');
	const form = await guest.form('/q/AC0305', '/q/AC0305', { problem: String(problem.id), phone: '13800009999', detail: '滴水' });
	assert.equal(form.status, 303, form.text.slice(0, 400));
	track = form.location;
	guestId = (await desk('GET', '/matters?sort=-id&limit=1')).json.items[0].id;
	const unit = (await desk('GET', '/units?limit=200')).json.items.find((u) => u.name === '电工二班').id;
	const worker = api(server, 'worker');
	for (const [who, path, body] of [
		[desk, `/matters/${guestId}/accept`, {}],
		[desk, `/matters/${guestId}/dispatch`, { owner_unit: unit }],
	]) assert.equal((await who('POST', path, body)).status, 200);
	const order = (await desk('GET', '/work-orders?matter=' + guestId)).json.items[0].id;
	for (const [step, body] of [['sign', {}], ['attend', {}], ['complete', { result: 'done', quality: 'good', note: '换了水管' }]])
		assert.equal((await worker('POST', `/work-orders/${order}/${step}`, body)).status, 200);
});
after(() => server.stop());

// Numbers, codes and tokens replaced: pages of one kind.
function kindOf(path) {
	const [way, query = ''] = path.split('?');
	const shape = way.replace(/\/t\/[\w-]{20,}/, '/t/T').replace(/\/q\/\w+/, '/q/C').replace(/\d+/g, 'N');
	const asks = [...new URLSearchParams(query)].map(([name, value]) => (['view', 'tab', 'mode', 'show'].includes(name) ? `${name}=${value}` : name));
	return shape + '?' + asks.sort().join('&');
}

// Words that may stand in Latin letters on a Chinese page: codes and numbers, file kinds, keys, the name of the other language.
const LATIN = new Set('kg led xx utf doc github npm natescarlet/holiday-cn chinese-days chinese-workday csv xlsx pdf docx txt ctrl enter esc english language api json tab png jpeg jpg heic xls zip kb mb gb id'.split(' '));
const CODE = /^(?:[A-Z]{1,4}\d[\w-]*|\d+[a-z]{0,2}|[A-Z]|[a-z])$/;
const BANNED = /不能为空|非法|操作失败|操作成功|系统异常|暂无数据|确定|上传失败|状态错误|网络错误|其它|登陆|帐号|点击/;

// Values that are Latin by their nature: log-in names, codes, names of icons, the English of a label.
let named;
async function namedValues() {
	const found = new Set(), system = api(server, 'system'), desk = api(server, 'desk');
	for (const path of paths.filter((p) => /^\/api\/v1\/[\w-]+$/.test(p) && !p.endsWith('.json')))
		for (const who of [system, desk])
			for (const row of (await who('GET', path.slice(7) + '?limit=200')).json?.items ?? [])
				for (const [field, value] of Object.entries(row)) if (/_en$|^(code|icon|login)$/.test(field) && value) found.add(String(value)).add(String(value).split(',')[0]);
	return found;
}
function wordFaults(html) {
	const faults = [];
	for (const words of wordsOf(html)) {
		const banned = BANNED.exec(words);
		if (banned && !/确定的?(?:标准|方案|人选|日期)|研究确定|已确定|不确定/.test(words)) faults.push(`banned: ${banned[0]} in “${words.slice(0, 60)}”`);
		// An address cited as a source stays as it is; so do the names a wrong filter may be replaced by.
		const plain = words.replace(/(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+\/[\w./?=&%#-]*/g, '').replace(/这个筛选条件。可用：.*/, '').replace(/“[^”]*”/g, '');
		if (named.has(words) || named.has(words.replace(/^.*?[：:] ?/, ''))) continue;
		const latin = [...plain.matchAll(/[A-Za-z][A-Za-z0-9_./-]*/g)].map((m) => m[0].replace(/[.-]$|-\d+$/, '')).filter((w) => !LATIN.has(w.toLowerCase()) && !CODE.test(w) && !named.has(w));
		if (latin.length) faults.push(`latin: ${latin.join(' ').slice(0, 60)} in “${words.slice(0, 80)}”`);
	}
	return faults;
}

// The faults once each, with how often and where first.
function told(wrong) {
	const groups = new Map();
	for (const line of wrong) {
		const what = line.replace(/^\w+: (\S+)( \(from .*?\))?:? /, '').replace(/\d+/g, 'N');
		const group = groups.get(what) || { count: 0, first: line };
		group.count++;
		groups.set(what, group);
	}
	return '\n' + [...groups.values()].map((g) => `${g.count} × ${g.first}`).slice(0, 150).join('\n');
}

async function entries() {
	return Number(/gangmu_journal_entries (\d+)/.exec(await (await fetch(server.url + '/metrics')).text())[1]);
}

async function crawl(visitor, starts) {
	const seen = new Set(), kinds = new Map(), wrong = [], from = new Map();
	const queue = [], later = []; // pages before their filtered forms
	const put = (path, parent) => {
		if (seen.has(path) || path === '/logout') return;
		const kind = kindOf(path), n = kinds.get(kind) || 0;
		if (n >= EACH_MOST) return;
		kinds.set(kind, n + 1);
		seen.add(path);
		from.set(path, parent);
		if (path.includes('?')) later.push(path);
		else queue.push(path);
	};
	for (const start of starts) put(start, null);
	queue.push(...later.splice(0));
	let pages = 0, exports = 0;
	while (queue.length + later.length && pages < PAGES_MOST) {
		const path = queue.shift() ?? later.shift();
		if (!path.startsWith('/')) { wrong.push(`${from.get(path)} leads outside: ${path}`); continue; }
		const fixed = path.startsWith('/static/');
		if (fixed && statics.has(path)) continue;
		const answer = await visitor.get(path);
		if (fixed) statics.set(path, answer.status); else pages++;
		if (EXPORT.test(path)) exports++;
		const at = `${visitor.name}: ${path} (from ${from.get(path) ?? 'start'})`;
		if (answer.status >= 300 && answer.status < 400) {
			const to = answer.location;
			if (/^\/login/.test(to) && visitor.jar.has('session')) wrong.push(at + ' asks to log in');
			if (!/^\/login\?next/.test(to) || from.get(path) === null) put(to, path);
			continue;
		}
		if (answer.status >= 500) wrong.push(`${at}: ${answer.status}`);
		else if (answer.status >= 400 && from.get(path) !== null) wrong.push(`${at}: dead, ${answer.status}`);
		if (!answer.type.startsWith('text/html')) continue;
		for (const fault of htmlFaults(answer.text)) wrong.push(`${at}: ${fault}`);
		for (const fault of wordFaults(answer.text)) wrong.push(`${at}: ${fault}`);
		for (const link of linksOf(answer.text, path)) put(link, path);
	}
	return { pages, exports, kinds: kinds.size, wrong: [...new Set(wrong)] };
}

// Records' lists, forms and exports, and the rows of the API: known addresses, whether or not a page links to them.
async function known(visitor) {
	const wrong = [];
	let asked = 0, exports = 0;
	const lists = paths.filter((p) => /^\/api\/v1\/[\w-]+$/.test(p) && !p.endsWith('.json'));
	for (const list of lists) {
		const page = list.replace('/api/v1', '');
		const answer = await visitor.get(list + '?limit=2');
		asked++;
		let id = 1;
		if (answer.status === 200) id = JSON.parse(answer.text).items[0]?.id ?? 1;
		for (const path of [page, page + '/new', page + '.csv', page + '.xlsx', `${page}/${id}`, `${page}/${id}?tab=audit`, `${list}/${id}`, `${list}/${id}/history`, `${page}/99999999`, `${page}?q=灯&sort=-id`, `${page}?nonsense=1`]) {
			const got = await visitor.get(path);
			asked++;
			if (EXPORT.test(path)) exports++;
			if (got.status >= 500) wrong.push(`${visitor.name}: ${path}: ${got.status}`);
			if (got.type.startsWith('text/html') && !got.location) for (const fault of [...htmlFaults(got.text), ...wordFaults(got.text)]) wrong.push(`${visitor.name}: ${path}: ${fault}`);
		}
	}
	return { asked, exports, wrong: [...new Set(wrong)] };
}

// The pages are the same on PostgreSQL: there a few walk for all.
for (const login of ['guest', ...LOGINS].filter((name) => (ONLY ? ONLY.includes(name) : !process.env.GANGMU_DB || ['guest', 'desk', 'head', 'system'].includes(name)))) {
	test(`G15 as ${login}: no dead link, no fault, sound HTML, plain Chinese, and looking changes nothing`, async (t) => {
		named ||= await namedValues();
		const visitor = login === 'guest' ? new Visitor(server, 'guest') : await logIn(server, login);
		const before = await entries();
		const starts = login === 'guest' ? ['/', '/my', '/my?mode=elder', '/q/AC0305', '/q/NA302', track, '/scan', '/login'] : ['/home', '/', '/me', '/my', '/q/AC0305', '/scan'];
		const walked = await crawl(visitor, starts);
		const asked = await known(visitor);
		const grown = (await entries()) - before;
		t.diagnostic(`${walked.pages} pages of ${walked.kinds} kinds, ${asked.asked} known addresses`);
		const wrong = [...walked.wrong, ...asked.wrong];
		assert.equal(wrong.length, 0, told(wrong));
		// Every export is written down: one entry each, and nothing else.
		assert.ok(grown <= walked.exports + asked.exports, `looking changes nothing: ${grown} entries for ${walked.exports + asked.exports} exports`);
		assert.ok(walked.pages >= (login === 'guest' ? 10 : 30), 'the crawl went somewhere: ' + walked.pages);
	});
}
