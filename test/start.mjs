// Starts a Gangmu of its own for a test: a fresh demo bureau in a temporary folder on a free port, and a browser where one is wanted.
// GANGMU_DB names a database of a PostgreSQL cluster (tools/pg_cluster.sh): then each server gets a database of its own beside it.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const PASSWORD = 'Gangmu-2026';
const root = resolve(import.meta.dirname, '..');
export const program = process.env.GANGMU || join(root, 'build/gangmu');
const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0', GANGMU_READER: join(program, '../gangmu-reader') };

const cluster = process.env.GANGMU_DB;
let databases = 0;
const database_uri = (name) => cluster.replace(/^(postgres\w*:\/\/[^/]*\/)[^?]*/, (all, before) => before + name);
// A copied or dropped database must have no other user: PostgreSQL waits five seconds for one that is leaving (a server's connection, a
// vacuum), which is too short on a busy machine, so the same is asked again.
function psql(sql) {
	for (let left = 6; ; left--) {
		const said = spawnSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-c', 'SET client_min_messages = warning', '-c', sql, cluster], { encoding: 'utf8' });
		if (said.status === 0) return;
		if (!left || !/\b55006\b/.test(said.stderr)) throw new Error(`${sql}: ${said.stderr}`);
	}
}

// A new database, empty or a copy of another; the answer is what the command line wants. Nothing where the tests run on SQLite.
function database_make(from) {
	if (!cluster) return null;
	const name = `gangmu_test_${process.pid}_${++databases}`;
	psql(`CREATE DATABASE ${name} TEMPLATE ${from || 'template0'}`);
	process.on('exit', () => psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
	return { name, args: ['--db', database_uri(name)] };
}

export const emptyDatabase = () => database_make();

// A bureau in a folder of its own: where it lies and how the command line finds it. Gone when the process ends.
export function makeBureau({ postgres = !!cluster, words = [] } = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-demo-'));
	const data = join(folder, 'data'), database = postgres ? database_make() : null;
	const bureau = { data, database, args: ['--data', data, ...(database ? database.args : [])] };
	execFileSync(program, ['init', ...words, ...bureau.args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	return bureau;
}

// Replays the bureau at `where` into an empty store of its own kind (and, by verify, into SQLite); what does not fit, in words.
function replayed(where, database) {
	const said = spawnSync(program, ['verify', ...where], { env, encoding: 'utf8' });
	if (said.status !== 0 || !/数据一致/.test(said.stdout)) return said.stdout + said.stderr;
	if (!database) return '';
	const empty = database_make();
	const again = spawnSync(program, ['replay', empty.args[1], ...where], { env, encoding: 'utf8' });
	psql(`DROP DATABASE ${empty.name} WITH (FORCE)`);
	return again.status === 0 && /数据一致/.test(again.stdout) ? '' : again.stdout + again.stderr;
}

// One demo bureau is made a run and copied for each server.
let template;
const demo = () => (template ??= makeBureau({ words: ['--demo'] }));

export async function startServer(options = {}) {
	const folder = options.folder || mkdtempSync(join(tmpdir(), 'gangmu-'));
	// options.folder and options.database: the data of a server that ended.
	const from = options.folder ? null : options.bureau || (options.empty ? makeBureau() : demo());
	const data = join(folder, 'data'), database = options.database || (from && from.database ? database_make(from.database.name) : null);
	if (from) cpSync(from.data, data, { recursive: true });
	const where = ['--data', data, ...(database ? database.args : [])];
	const at = (options.args || []).indexOf('--now'), clock = at < 0 ? [] : options.args.slice(at, at + 2);
	const args = ['serve', ...where, '--listen', '127.0.0.1:0', ...(options.args || [])];
	const child = spawn(program, args, { env: { ...env, ...options.env }, stdio: ['ignore', 'ignore', 'pipe'] });
	let log = '';
	const port = await new Promise((done, fail) => {
		child.stderr.on('data', (chunk) => {
			log += chunk;
			const found = /"server.ready".*\(port (\d+)\)/.exec(log);
			if (found) done(Number(found[1]));
		});
		child.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${log}`)));
	});
	child.on('exit', (code, signal) => { if (code) console.error(`the server ended by itself with ${code}: ${log.slice(-1500)}`); else if (signal) console.error(`the server was ended by ${signal}: ${log.slice(-1500)}`); });
	// A test that fails before it stops its server ends all the same, and the server with it.
	const loose = () => child.kill('SIGKILL');
	process.on('exit', loose);
	child.unref(), child.stderr.unref();
	const url = `http://127.0.0.1:${port}`;
	return {
		url, data, where, database, child,
		log: () => log,
		restart: () => startServer({ ...options, folder, database }),
		// By the server's own clock: what it makes would else end the sessions of a server whose clock stands elsewhere.
		token: (login) => execFileSync(program, ['token', login, ...where, ...clock], { env }).toString().trim().split('\n').pop(),
		run: (...words) => execFileSync(program, [...words, ...where], { env }).toString(),
		async stop({ keep = false } = {}) {
			const ended = new Promise((done) => (child.exitCode === null ? child.on('exit', done) : done(child.exitCode)));
			child.removeAllListeners('exit');
			process.off('exit', loose);
			child.ref();
			const code = child.exitCode === null ? await new Promise((done) => { child.on('exit', done); child.kill('SIGTERM'); }) : await ended;
			// What every test ends with: the chain holds, and the journal alone makes the same rows and counters again, in an empty store.
			const rebuilt = code === 0 ? replayed(where, database) : '';
			if (!keep) {
				rmSync(folder, { recursive: true, force: true });
				if (database) psql(`DROP DATABASE ${database.name} WITH (FORCE)`);
			}
			if (code !== 0) throw new Error(`the server ended with ${code}: ${log.slice(-2000)}`);
			if (rebuilt) throw new Error(`replay into an empty store: ${rebuilt}`);
		},
	};
}

// JSON over the API as one log-in.
export function api(server, login) {
	const token = login ? server.token(login) : null;
	return async (method, path, body, headers = {}) => {
		const answer = await fetch(server.url + '/api/v1' + path, {
			method,
			headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body !== undefined ? { 'content-type': 'application/json' } : {}), ...headers },
			body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
		});
		const text = await answer.text();
		let json = null;
		try { json = JSON.parse(text); } catch { /* not JSON */ }
		return { status: answer.status, json, text, headers: answer.headers };
	};
}

export async function startBrowser() {
	const { chromium } = await import('playwright-core');
	return chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
}

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

// A page logged in as one of the demo's log-ins.
export async function loginPage(browser, server, login, options = {}) {
	const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN', ...options });
	const page = await context.newPage();
	await page.goto(server.url + '/login');
	await page.fill('#f-login', login);
	await page.fill('#f-password', PASSWORD);
	await page.click('form[action="/login"] button.main');
	await page.waitForURL((url) => !url.pathname.startsWith('/login'));
	return page;
}
