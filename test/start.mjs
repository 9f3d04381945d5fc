// Starts a Gangmu of its own for a test: a fresh demo bureau in a temporary folder on a free port, and a browser where one is wanted.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, cpSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const PASSWORD = 'Gangmu-2026';
const root = resolve(import.meta.dirname, '..');
export const program = process.env.GANGMU || join(root, 'build/gangmu');
const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0', GANGMU_READER: join(program, '../gangmu-reader') };

// One demo bureau is made a run and copied for each server.
let template;
function demo() {
	if (template && existsSync(template)) return template;
	const folder = mkdtempSync(join(tmpdir(), 'gangmu-demo-'));
	template = join(folder, 'data');
	execFileSync(program, ['init', '--demo', '--data', template], { env, stdio: ['ignore', 'ignore', 'inherit'] });
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	return template;
}

export async function startServer(options = {}) {
	const folder = options.folder || mkdtempSync(join(tmpdir(), 'gangmu-'));
	const data = join(folder, 'data');
	if (options.folder) { /* the data of a server that ended */ }
	else if (options.empty) execFileSync(program, ['init', '--data', data], { env, stdio: 'ignore' });
	else cpSync(demo(), data, { recursive: true });
	const args = ['serve', '--data', data, '--listen', '127.0.0.1:0', ...(options.args || [])];
	const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
	let log = '';
	const port = await new Promise((done, fail) => {
		child.stderr.on('data', (chunk) => {
			log += chunk;
			const found = /"server.ready".*\(port (\d+)\)/.exec(log);
			if (found) done(Number(found[1]));
		});
		child.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${log}`)));
	});
	const url = `http://127.0.0.1:${port}`;
	return {
		url, data, child,
		log: () => log,
		restart: () => startServer({ ...options, folder }),
		token: (login) => execFileSync(program, ['token', login, '--data', data], { env }).toString().trim().split('\n').pop(),
		run: (...words) => execFileSync(program, [...words, '--data', data], { env }).toString(),
		async stop({ keep = false } = {}) {
			const ended = new Promise((done) => (child.exitCode === null ? child.on('exit', done) : done(child.exitCode)));
			child.removeAllListeners('exit');
			const code = child.exitCode === null ? await new Promise((done) => { child.on('exit', done); child.kill('SIGTERM'); }) : await ended;
			if (!keep) rmSync(folder, { recursive: true, force: true });
			if (code !== 0) throw new Error(`the server ended with ${code}: ${log.slice(-2000)}`);
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
