// Menus are <details class="menu">: one open at a time, shut by a press elsewhere. Toasts leave after 10 s unless somebody is on them.
import { all, icon, make, on, one } from './page.js';

on(document, 'click', (event) => {
	all('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
	if (event.target.closest && event.target.closest('.side a') && location.hash === '#side') history.replaceState(history.state, '', location.pathname + location.search);
});
on(window, 'hashchange', () => { if (location.hash === '#side') { const link = one('#side a[aria-current]') || one('#side a'); if (link) link.focus(); } });

export function toasts(root) {
	all('.toast', root).forEach((node) => {
		if (node.dataset.timed) return;
		node.dataset.timed = '1';
		const go = () => setTimeout(() => { if (node.matches(':hover') || node.contains(document.activeElement)) go(); else node.remove(); }, 10000);
		go();
	});
}
// toast('已派给电工二班', '/matters/2F8K/undo', token): undo is a POST.
export function toast(words, undo, token) {
	const node = make('div.toast', null, words);
	if (undo) node.append(make('form', { method: 'post', action: undo, 'data-plain': '' }, make('input', { type: 'hidden', name: 'csrf', value: token || '' }), make('button', null, icon('undo'), '撤销')));
	const live = one('#live');
	if (live) { live.append(node); toasts(live); }
}
on(document, 'toast', (event) => toast(event.detail.words, event.detail.undo, event.detail.token));
