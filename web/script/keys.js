// Keyboard. Off for a person with <html data-keys="off"> except Esc and Ctrl+Enter.
// [data-key="a"] on a link or button answers to that letter (in the current row first); [data-go="m"] answers to g then m.
import { all, make, on, one } from './page.js';
import { press } from './form.js';

const WORDS = [['/', '搜索'], ['j k', '下一行、上一行'], ['Enter', '打开'], ['x', '选中'], ['a', '派单'], ['u', '催办'], ['c', '说一句'], ['[ ]', '上一件、下一件'], ['g h', '工作台'], ['g m', '事项'], ['g d', '调度台'], ['Ctrl+Enter', '提交'], ['Ctrl+S', '存草稿'], ['Esc', '关闭'], ['?', '这张表']];
const typing = (node) => node && (/^(TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable || (node.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(node.type)));
const rows = () => all('[data-keys] tbody tr, li[data-row]').filter((row) => row.offsetParent);
const current = () => one('[data-keys] tr.at, li[data-row].at');
let after = 0;
let back = null;

function move(step) {
	const list = rows();
	if (!list.length) return;
	const now = list.indexOf(current());
	const next = list[Math.max(0, Math.min(list.length - 1, now < 0 ? 0 : now + step))];
	list.forEach((row) => row.classList.toggle('at', row === next));
	const link = one('.c-title a, a', next);
	if (link) link.focus({ preventScroll: true });
	next.scrollIntoView({ block: 'nearest' });
}
function help() {
	if (one('.sheet')) { shut(); return; }
	back = document.activeElement;
	const close = make('button.btn', { type: 'button' }, '关闭');
	const table = make('dl.keys');
	WORDS.forEach(([key, words]) => table.append(make('div', null, make('dt', null, make('kbd', null, key)), make('dd', null, words))));
	const box = make('div.sheet', { role: 'dialog', 'aria-modal': 'true', 'aria-label': '键盘' }, make('div.sheet-box', { tabindex: '-1' }, make('h2', null, '键盘'), table, close));
	on(close, 'click', shut);
	on(box, 'click', (event) => { if (event.target === box) shut(); });
	document.body.append(box);
	close.focus();
}
function shut() {
	const box = one('.sheet');
	if (!box) return false;
	box.remove();
	if (back) back.focus();
	return true;
}
function act(key) {
	const row = current();
	const target = (row && one('[data-key="' + key + '"]', row)) || all('[data-key="' + key + '"]').find((node) => node.offsetParent && !node.closest('tr'));
	if (!target) return false;
	if (/^(INPUT|TEXTAREA)$/.test(target.tagName)) { target.focus(); target.select(); }
	else target.click();
	return true;
}

on(document, 'keydown', (event) => {
	const { key, target } = event;
	if (event.isComposing || event.keyCode === 229) return;
	if (key === 'Escape') {
		if (shut()) return;
		all('details.menu[open]').forEach((menu) => { menu.open = false; one('summary', menu).focus(); });
		if (location.hash === '#side') { location.hash = '#main'; return; }
		if (typing(target)) target.blur();
		return;
	}
	if ((event.ctrlKey || event.metaKey) && key === 'Enter' && target.form) { event.preventDefault(); press(target.form); return; }
	if ((event.ctrlKey || event.metaKey) && key === 's') {
		const form = (target.form && target.form.dataset.draft && target.form) || one('form[data-draft]');
		if (form) { event.preventDefault(); form.dispatchEvent(new Event('save')); }
		return;
	}
	if (document.documentElement.dataset.keys === 'off' || event.ctrlKey || event.metaKey || event.altKey || typing(target)) return;
	if (Date.now() - after < 1500) {
		after = 0;
		const go = one('[data-go="' + key + '"]');
		if (go) { event.preventDefault(); go.click(); return; }
	}
	if (key === 'g') after = Date.now();
	else if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
	else if (key === 'x' && current()) { const box = one('input[type="checkbox"]', current()); if (box) box.click(); }
	else if (key === '?') help();
	else if (!/^[a-z/[\]]$/.test(key) || !act(key)) return;
	event.preventDefault();
});
