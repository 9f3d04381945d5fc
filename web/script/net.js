// The strip that says the network is gone, and sending a form once when it is back.
import { all, make, on, one, say } from './page.js';

const strip = () => {
	let node = one('[data-offline]');
	if (!node) {
		node = make('div.offline', { 'data-offline': '', role: 'status' }, '网络断开，可继续填写，恢复后自动提交');
		node.hidden = true;
		document.body.prepend(node);
	}
	return node;
};
const waits = [];
export const isWaiting = (form) => waits.includes(form);
// Remembers a form to be sent, once, when the network returns; resend does the sending.
export function later(form, resend) {
	if (!isWaiting(form)) waits.push(form);
	const count = one('[data-offline-count]');
	if (count) count.textContent = waits.length;
	strip().hidden = false;
	say('网络断开，已存在本机，恢复后自动提交');
	const go = () => {
		if (!navigator.onLine) return;
		window.removeEventListener('online', go);
		clearInterval(timer);
		const at = waits.indexOf(form);
		if (at >= 0) waits.splice(at, 1);
		strip().hidden = true;
		if (form.isConnected) resend();
	};
	// "online" does not come where the phone kept its link but lost the way, so try again by the clock too.
	const timer = setInterval(go, 15000);
	on(window, 'online', go);
}
on(window, 'offline', () => { strip().hidden = false; });
on(window, 'online', () => { if (!waits.length) all('[data-offline]').forEach((node) => { node.hidden = true; }); });
