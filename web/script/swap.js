// Partial updates: a link or form inside a page fetches its own address and changes only the region [data-swap="NAME"].
// The request carries "X-Swap: NAME"; the server may answer with that region alone or with the whole page.
import { all, enhance, isShown, on, one, say, show, waiting } from './page.js';
import { free } from './form.js';

const region = (name, root = document) => all('[data-swap]', root).find((node) => node.dataset.swap === name);
const parse = (text) => new DOMParser().parseFromString(text, 'text/html');
let latest = 0;

// Puts a whole fetched page in place of this one (a refusal, a form with errors, a page after a redirect).
export function adopt(fresh, address) {
	document.title = fresh.title || document.title;
	document.body.replaceWith(document.importNode(fresh.body, true));
	show(address);
	window.scrollTo(0, 0);
	enhance(document.body);
	const place = one('[data-errors]') || one('main');
	if (place) place.focus();
}

function put(name, fresh, move) {
	const old = region(name);
	const next = region(name, fresh);
	if (!old || !next) return false;
	const node = document.importNode(next, true);
	const inside = old.contains(document.activeElement);
	const again = inside && document.activeElement.id;
	old.replaceWith(node);
	const toasts = one('#live', fresh);
	if (toasts && toasts.children.length) one('#live').append(...Array.from(document.importNode(toasts, true).children));
	enhance(node);
	if (!move) {
		if (again && document.getElementById(again)) document.getElementById(again).focus();
		return true;
	}
	if (!node.hasAttribute('tabindex')) node.setAttribute('tabindex', '-1');
	node.focus({ preventScroll: true });
	if (node.getBoundingClientRect().top < 0) node.scrollIntoView();
	say(node.dataset.swapSay || '内容已更新');
	return true;
}

// Fetches address and shows the region; anything unexpected becomes an ordinary page load.
export function load(address, name, options = {}) {
	const turn = ++latest;
	if (!options.silent) waiting(true);
	return fetch(address, { method: options.method || 'GET', body: options.body, credentials: 'same-origin', headers: { 'X-Swap': name, Accept: 'text/html' } })
		.then((answer) => answer.text().then((text) => {
			if (options.silent && (turn !== latest || !answer.ok || answer.redirected)) return false;
			waiting(false);
			const fresh = parse(text);
			const done = answer.ok && put(name, fresh, !options.silent);
			if (!done && !options.silent) adopt(fresh, answer.url || address);
			else if (options.push) show(answer.url || address);
			return done;
		}))
		.catch((fault) => {
			waiting(false);
			if (options.silent) throw fault;
			if (options.body) throw fault;
			location.href = address;
			return false;
		});
}

const plain = (event) => event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented;

on(document, 'click', (event) => {
	const link = event.target.closest && event.target.closest('[data-swap] a[href], a[data-swap-link]');
	if (!link || plain(event) || link.target || link.hasAttribute('download')) return;
	const name = link.dataset.swapLink || link.closest('[data-swap]').dataset.swap;
	if (link.origin !== location.origin || link.pathname !== location.pathname || link.getAttribute('href').startsWith('#') || !region(name)) return;
	if (/[?&]print=/.test(link.search)) return;
	event.preventDefault();
	load(link.href, name, { push: true });
});

on(document, 'submit', (event) => {
	const form = event.target;
	const name = form.dataset.swapForm;
	if (!name || event.defaultPrevented || !region(name) || !window.URLSearchParams) return;
	event.preventDefault();
	const data = new FormData(form);
	const pressed = event.submitter || document.activeElement;
	if (pressed && pressed.form === form && pressed.name) data.append(pressed.name, pressed.value);
	if (form.method === 'get') {
		const query = new URLSearchParams();
		data.forEach((value, key) => { if (value && typeof value === 'string') query.append(key, value); });
		load(form.action.split('?')[0] + '?' + query, name, { push: true });
		return;
	}
	load(form.action, name, { method: 'POST', body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data) })
		.then((done) => done && form.isConnected && form.reset(), () => say('网络断开，您填的内容还在，请稍后再试'))
		.then(() => free(form));
});

// Back: the search form outside the region must agree with it, so the page is loaded.
on(window, 'popstate', () => { if (!isShown()) location.reload(); });

// [data-refresh="30"]: the region renews itself while the page is seen and nobody works in it; a failure doubles the pause.
export function refresh(root) {
	all('[data-refresh][data-swap]', root).forEach((node) => {
		const name = node.dataset.swap;
		const every = Math.max(5, +node.dataset.refresh || 30) * 1000;
		let pause = every;
		const again = () => setTimeout(() => {
			if (!node.isConnected) return;
			if (document.hidden || node.contains(document.activeElement) || one('input:checked', node)) { again(); return; }
			load(location.href, name, { silent: true }).then((done) => { if (!done) again(); }, () => { pause = Math.min(pause * 2, 600000); again(); });
		}, pause);
		again();
	});
}
