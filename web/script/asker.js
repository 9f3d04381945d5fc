// Pages of askers: photos, typed words kept, one sending that survives a lost network, reading aloud. All of it works without.
import { all, enhance, isShown, on, one, part, say, show, waiting } from './page.js';
import { photo } from './photo.js';
import { isWaiting, later } from './net.js';
import { speak } from './speak.js';

const store = (form) => 'keep:' + form.dataset.keep;
const fields = (form) => Array.from(form.elements).filter((f) => f.name && !/^(hidden|file|password|submit|button)$/.test(f.type));

function keep(root) {
	all('form[data-keep]', root).forEach((form) => {
		let old = null;
		try { old = JSON.parse(sessionStorage.getItem(store(form))); } catch (e) { /* private window */ }
		if (old) fields(form).forEach((f) => {
			if (!(f.name in old)) return;
			if (/^(radio|checkbox)$/.test(f.type)) f.checked = [].concat(old[f.name]).includes(f.value);
			else if (!f.value) f.value = old[f.name];
		});
		on(form, 'input change', () => {
			const now = {};
			fields(form).forEach((f) => {
				if (!/^(radio|checkbox)$/.test(f.type)) now[f.name] = f.value;
				else now[f.name] = (now[f.name] || []).concat(f.checked ? f.value : []);
			});
			try { sessionStorage.setItem(store(form), JSON.stringify(now)); } catch (e) { /* as above */ }
		});
	});
}

// The chosen tile's word on the button: one look tells what will be sent.
function echo(root) {
	all('button[data-echo]', root).forEach((button) => {
		const rest = button.textContent;
		const show = () => {
			const chosen = one('input[name="' + button.dataset.echo + '"]:checked', button.form);
			button.textContent = chosen ? rest + ' · ' + (chosen.dataset.word || chosen.parentNode.textContent.trim()) : rest;
		};
		on(button.form, 'change', show);
		show();
	});
}

// Questions of a kind come with its tile, not before.
function ofKind(root) {
	all('form', root).forEach((form) => {
		const parts = all('[data-of-kind]', form);
		if (!parts.length) return;
		const show = () => {
			const chosen = one('input[data-kind]:checked', form);
			parts.forEach((part) => { part.hidden = !chosen || chosen.dataset.kind !== part.dataset.ofKind; part.open = !part.hidden; });
		};
		on(form, 'change', show);
		show();
	});
}

function send(form, extra) {
	const request = new XMLHttpRequest();
	const button = extra.button || one('button', form);
	const rest = button.textContent;
	const data = new FormData(form);
	if (extra.name) data.append(extra.name, extra.value);
	button.setAttribute('aria-busy', 'true');
	waiting(true);
	const over = () => { waiting(false); button.removeAttribute('aria-busy'); button.textContent = rest; form.removeAttribute('data-sent'); };
	request.open('POST', form.action);
	request.setRequestHeader('Accept', 'text/html');
	request.upload.onprogress = (event) => { if (event.total > 50000) button.textContent = '正在上传 ' + Math.round(100 * event.loaded / event.total) + '%'; };
	request.onerror = () => { over(); later(form, () => send(form, extra)); };
	request.onload = () => {
		over();
		if (request.status >= 502 && request.status <= 504) { later(form, () => send(form, extra)); return; }
		if (request.status < 400 && form.dataset.keep) try { sessionStorage.removeItem(store(form)); } catch (e) { /* as above */ }
		const fresh = new DOMParser().parseFromString(request.responseText, 'text/html');
		if (!fresh.body.children.length) { location.href = request.responseURL; return; }
		document.title = fresh.title;
		document.body.replaceWith(document.importNode(fresh.body, true));
		show(request.responseURL || location.href);
		window.scrollTo(0, 0);
		enhance(document.body);
		(one('[data-errors]') || one('main')).focus();
		say(document.title);
	};
	request.send(form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data));
}

on(document, 'submit', (event) => {
	const form = event.target;
	if (form.method !== 'post' || !form.hasAttribute('data-once') || event.defaultPrevented) return;
	event.preventDefault();
	if (form.dataset.sent || isWaiting(form)) return;
	form.dataset.sent = '1';
	const pressed = event.submitter || document.activeElement;
	const extra = pressed && pressed.form === form && pressed.tagName === 'BUTTON' ? { button: pressed, name: pressed.name, value: pressed.value } : {};
	if (navigator.onLine === false) { form.removeAttribute('data-sent'); later(form, () => send(form, extra)); return; }
	send(form, extra);
});
on(window, 'popstate', () => { if (!isShown()) location.reload(); });

document.documentElement.classList.add('js');
[photo, keep, echo, ofKind, speak].forEach(part);
enhance(document);
