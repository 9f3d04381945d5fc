// One visitor of the pages without a browser: keeps cookies, follows nothing by itself, takes a page apart for the checks.
import { PASSWORD } from './start.mjs';

export const LOGINS = ['asker', 'liaison', 'elder', 'worker', 'team', 'desk', 'head', 'leader', 'inspector', 'finance', 'discipline', 'system', 'security', 'audit'];

export function unescape(text) {
	const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
	return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, word) =>
		word[0] === '#' ? String.fromCodePoint(word[1] === 'x' || word[1] === 'X' ? parseInt(word.slice(2), 16) : Number(word.slice(1))) : named[word] ?? all);
}

export class Visitor {
	constructor(server, name) {
		this.server = server;
		this.name = name;
		this.jar = new Map();
	}
	cookie() {
		return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
	}
	async send(method, path, body, headers = {}) {
		const answer = await fetch(this.server.url + path, { method, body, redirect: 'manual', headers: { ...(this.jar.size ? { cookie: this.cookie() } : {}), ...headers } });
		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (value === '' || /max-age=0/i.test(line)) this.jar.delete(name);
			else this.jar.set(name, value);
		}
		const bytes = Buffer.from(await answer.arrayBuffer());
		return { status: answer.status, headers: answer.headers, type: answer.headers.get('content-type') || '', location: answer.headers.get('location'), bytes, text: bytes.toString('utf8') };
	}
	get(path, headers) {
		return this.send('GET', path, undefined, headers);
	}
	// A form as its page would send it: the hidden fields of the page's form with that action come along.
	async form(page, action, fields = {}, headers = {}) {
		const shown = (await this.get(page)).text;
		const own = formsOf(shown).find((f) => f.method === 'post' && f.action === action);
		if (!own) throw new Error(`${this.name}: ${page} has no form for ${action}`);
		return this.post(action, { ...own.hidden, ...fields }, headers);
	}
	post(path, fields, headers = {}) {
		const body = fields instanceof FormData || typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : new URLSearchParams(fields);
		return this.send('POST', path, body, headers);
	}
	async csrf() {
		return /name="csrf" value="([^"]+)"/.exec((await this.get('/me')).text)?.[1];
	}
}

export async function logIn(server, login) {
	const visitor = new Visitor(server, login);
	const answer = await visitor.form('/login', '/login', { login, password: PASSWORD });
	if (answer.status !== 303) throw new Error(`${login} cannot log in: ${answer.status}`);
	return visitor;
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const TAG = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*(\/?)>/gi;

export function attributes(text) {
	const found = {};
	for (const [, name, , double, single, bare] of text.matchAll(/([^\s=>/]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
		if (name in found) found[' twice'] = name;
		found[name] = unescape(double ?? single ?? bare ?? '');
	}
	return found;
}

// Every tag and every piece of text of a page, in order: {open, name, attrs} {close, name} {text, inside}.
export function* pieces(html) {
	let at = 0;
	const stack = [];
	for (const tag of html.matchAll(TAG)) {
		const between = html.slice(at, tag.index);
		if (between) yield { text: between, inside: stack };
		at = tag.index + tag[0].length;
		if (!tag[2]) continue;
		const name = tag[2].toLowerCase();
		if (tag[1]) {
			yield { close: true, name, inside: stack };
			if (stack.at(-1) === name) stack.pop();
		} else {
			yield { open: true, name, attrs: attributes(tag[3]), inside: stack };
			if (!VOID.has(name) && !tag[4]) stack.push(name);
		}
	}
	if (at < html.length) yield { text: html.slice(at), inside: stack };
}

export function formsOf(html) {
	const forms = [];
	let form = null;
	for (const p of pieces(html)) {
		if (p.open && p.name === 'form') forms.push((form = { method: (p.attrs.method || 'get').toLowerCase(), action: p.attrs.action ?? '', hidden: {}, fields: [], multipart: /multipart/.test(p.attrs.enctype || '') }));
		if (p.close && p.name === 'form') form = null;
		if (form && p.open && ['input', 'select', 'textarea', 'button'].includes(p.name) && p.attrs.name) {
			if (p.attrs.type === 'hidden') form.hidden[p.attrs.name] = p.attrs.value ?? '';
			else form.fields.push({ tag: p.name, ...p.attrs });
		}
	}
	return forms;
}

// What is wrong with a page as HTML: a light check, and the house's own rules (no inline style or script).
export function htmlFaults(html) {
	const faults = [], ids = new Set(), stack = [];
	const count = { h1: 0, title: 0, main: 0 };
	if (!/^<!doctype html>\s*<html lang="(zh-CN|en)"/.test(html)) faults.push('no doctype or lang');
	for (const p of pieces(html)) {
		if (p.text !== undefined) {
			const inside = p.inside.at(-1);
			if (/[<>]/.test(p.text) && inside !== 'script' && inside !== 'style') faults.push('bare < or > in ' + p.text.trim().slice(0, 40));
			if (inside === 'script' && p.text.trim()) faults.push('inline script');
			if (inside === 'style') faults.push('inline style');
			continue;
		}
		if (p.close) {
			const at = stack.lastIndexOf(p.name);
			if (VOID.has(p.name)) faults.push(`</${p.name}> of a void element`);
			else if (at < 0) faults.push(`</${p.name}> without its start`);
			else if (at !== stack.length - 1) faults.push(`unclosed <${stack.slice(at + 1).join('> <')}> at </${p.name}>`);
			if (at >= 0) stack.length = at;
			continue;
		}
		if (p.name in count && !stack.includes('svg')) count[p.name]++;
		const { id } = p.attrs;
		if (p.attrs[' twice']) faults.push(`<${p.name}> has ${p.attrs[' twice']} twice`);
		if (id !== undefined) {
			if (ids.has(id)) faults.push('id twice: ' + id);
			if (!id || /\s/.test(id)) faults.push(`bad id "${id}"`);
			ids.add(id);
		}
		for (const name of Object.keys(p.attrs)) if (/^on|^style$/.test(name)) faults.push(`${name} attribute on <${p.name}>`);
		if (/^\s*javascript:/i.test(p.attrs.href || p.attrs.src || '')) faults.push('javascript: link');
		if (p.name === 'a' && stack.includes('a')) faults.push('a link within a link');
		if (p.name === 'form' && stack.includes('form')) faults.push('a form within a form');
		if (!VOID.has(p.name)) stack.push(p.name);
	}
	if (stack.length) faults.push('never closed: ' + stack.join(' '));
	if (count.h1 !== 1) faults.push(count.h1 + ' h1');
	if (count.title !== 1) faults.push(count.title + ' title');
	if (count.main !== 1) faults.push(count.main + ' main');
	for (const p of pieces(html)) {
		if (!p.open) continue;
		for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list'])
			for (const id of (p.attrs[name] || '').split(/\s+/)) if (id && !ids.has(id)) faults.push(`<${p.name} ${name}="${id}"> points nowhere`);
		const inner = /^#(.+)/.exec(p.name === 'a' ? p.attrs.href || '' : '');
		if (inner && !ids.has(inner[1])) faults.push(`the link #${inner[1]} points nowhere`);
	}
	return [...new Set(faults)];
}

// The words of a page that a person sees or hears.
export function wordsOf(html) {
	const words = [];
	for (const p of pieces(html)) {
		if (p.text !== undefined) {
			if (!p.inside.some((name) => ['script', 'style', 'kbd', 'code'].includes(name))) words.push(unescape(p.text));
		} else if (p.open) {
			for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label']) if (p.attrs[name]) words.push(p.attrs[name]);
			if (p.name === 'input' && ['submit', 'button'].includes(p.attrs.type)) words.push(p.attrs.value || '');
		}
	}
	return words.map((w) => w.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

// Where a page leads: links, pictures, styles, and the forms that only ask.
export function linksOf(html, base) {
	const links = new Set();
	const add = (href) => {
		if (!href || /^(#|data:|tel:|mailto:|blob:)/.test(href)) return;
		const url = new URL(href, 'http://own.invalid' + base);
		if (url.host !== 'own.invalid') links.add(href);
		else links.add(url.pathname + url.search);
	};
	for (const p of pieces(html)) {
		if (!p.open) continue;
		if (['a', 'link', 'use', 'image'].includes(p.name)) add(p.attrs.href);
		if (['img', 'script', 'source'].includes(p.name)) add(p.attrs.src);
		for (const [name, value] of Object.entries(p.attrs)) if (/^data-(lookup|similar|src|full)$/.test(name) && value.startsWith('/')) add(value);
	}
	for (const form of formsOf(html)) if (form.method === 'get') add((form.action || base.split('?')[0]) + '?' + new URLSearchParams(form.hidden));
	return [...links];
}
