// Drafts: form[data-draft="ADDRESS"] is kept on this device at once and on the server 5 s after a change and on leaving.
// POST ADDRESS gets the form's text fields (its hidden ones too); passwords, files and [data-private] stay out.
import { all, clock, make, on, one } from './page.js';

const DAY = 86400000;
const slot = (form) => 'draft:' + form.dataset.draft;
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } };
const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch (e) { /* full or forbidden: the server's copy stays */ } };
const drop = (key) => { try { localStorage.removeItem(key); } catch (e) { /* as above */ } };
const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith('draft:')); } catch (e) { return []; } };
const kept = (field) => field.name && !/^(password|file|submit|button|reset)$/.test(field.type) && !field.hasAttribute('data-private');
const typed = (field) => kept(field) && field.type !== 'hidden';

function values(form, wanted) {
	const data = [];
	Array.from(form.elements).filter(wanted).forEach((field) => {
		if (/^(checkbox|radio)$/.test(field.type)) { if (field.checked) data.push([field.name, field.value]); }
		else if (field.multiple) all('option', field).filter((o) => o.selected).forEach((o) => data.push([field.name, o.value]));
		else data.push([field.name, field.value]);
	});
	return data;
}

function fill(form, data) {
	Array.from(form.elements).filter(typed).forEach((field) => {
		const mine = data.filter((pair) => pair[0] === field.name).map((pair) => pair[1]);
		if (/^(checkbox|radio)$/.test(field.type)) field.checked = mine.includes(field.value);
		else if (field.multiple) all('option', field).forEach((o) => { o.selected = mine.includes(o.value); });
		else if (mine.length) field.value = mine.shift();
	});
}

function offer(form, mine) {
	const yes = make('button.btn', { type: 'button' }, '继续填写');
	const no = make('button.btn', { type: 'button' }, '不要了');
	const note = make('div.note.info', { role: 'status' }, make('div.grow', null, '上次没有提交的内容还在（' + clock(new Date(mine.at)) + '）'), make('span.row', null, yes, no));
	on(yes, 'click', () => { fill(form, mine.data); note.remove(); form.dispatchEvent(new Event('change', { bubbles: true })); });
	on(no, 'click', () => { drop(slot(form)); note.remove(); });
	form.before(note);
}

export function draft(root) {
	all('form[data-draft]', root).forEach((form) => {
		const key = slot(form);
		const first = JSON.stringify(values(form, typed));
		let timer = 0;
		let dirty = false;
		const state = () => one('[data-draft-state]');
		const send = () => {
			clearTimeout(timer);
			if (!dirty) return;
			dirty = false;
			fetch(form.dataset.draft, { method: 'POST', credentials: 'same-origin', body: new URLSearchParams(values(form, kept)) })
				.then((answer) => { if (!answer.ok) throw answer; if (state()) state().textContent = '已存草稿 ' + clock(); })
				.catch(() => { dirty = true; if (state()) state().textContent = '已存在本机 ' + clock(); });
		};
		const mine = read(key);
		if (mine && mine.sent && one('[data-errors]', form)) write(key, { at: mine.at, data: mine.data });
		else if (mine && !one('[data-errors]', form) && mine.at > (+form.dataset.draftAt || 0) && JSON.stringify(mine.data) !== first) offer(form, mine);
		on(form, 'input change', () => {
			dirty = true;
			write(key, { at: Date.now(), data: values(form, typed) });
			clearTimeout(timer);
			timer = setTimeout(send, 5000);
		});
		on(form, 'save', send);
		on(form, 'submit', () => {
			dirty = false;
			clearTimeout(timer);
			write(key, { at: Date.now(), data: values(form, typed), sent: true });
		});
		on(window, 'pagehide', () => {
			if (dirty && form.isConnected && navigator.sendBeacon) navigator.sendBeacon(form.dataset.draft, new URLSearchParams(values(form, kept)));
		});
	});
	if (root !== document && root !== document.body) return;
	// A draft that was sent and whose form did not come back has arrived; after a day every draft leaves this device.
	const here = all('form[data-draft]').map(slot);
	keys().forEach((key) => {
		const mine = read(key);
		if (!mine || Date.now() - mine.at > DAY || (mine.sent && !here.includes(key))) drop(key);
	});
}
on(document, 'click', (event) => { if (event.target.closest && event.target.closest('a[href="/logout"], [data-logout]')) keys().forEach(drop); });
