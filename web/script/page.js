// What the other files share: finding, listening, saying, and enhancing what was just put into the page.
export const all = (selector, root = document) => {
	const found = Array.from(root.querySelectorAll(selector));
	if (root.matches && root.matches(selector)) found.unshift(root);
	return found;
};
export const one = (selector, root = document) => root.querySelector(selector);
export const on = (target, names, act, options) => names.split(' ').forEach((name) => target.addEventListener(name, act, options));
// "p.error#id" is enough of a language here: tag and classes; attributes by object; children as text or nodes.
export function make(what, attributes, ...children) {
	const [tag, ...classes] = what.split('.');
	const node = document.createElement(tag);
	if (classes.length) node.className = classes.join(' ');
	Object.keys(attributes || {}).forEach((name) => node.setAttribute(name, attributes[name]));
	children.forEach((child) => node.append(child));
	return node;
}
export const icon = (name) => {
	const space = 'http://www.w3.org/2000/svg';
	const drawn = document.createElementNS(space, 'svg');
	const use = document.createElementNS(space, 'use');
	// The address of the sprite carries a hash; any icon of the page tells it.
	const known = one('use[href*="icons"]');
	drawn.setAttribute('class', 'icon');
	drawn.setAttribute('aria-hidden', 'true');
	use.setAttribute('href', (known ? known.getAttribute('href').split('#')[0] : '/static/icons.svg') + '#' + name);
	drawn.append(use);
	return drawn;
};

let quiet = null;
// Says words politely to a screen reader without showing them.
export function say(words) {
	if (!quiet || !quiet.isConnected) {
		quiet = make('div.hide', { role: 'status', 'aria-live': 'polite' });
		document.body.append(quiet);
	}
	quiet.textContent = '';
	setTimeout(() => { quiet.textContent = words; }, 50);
}

// The address whose content is shown. Going to #part of it is no new page; show(address) tells that it changed without a load.
let shown = location.pathname + location.search;
export const isShown = () => location.pathname + location.search === shown;
export function show(address) {
	if (address !== location.href) history.pushState(null, '', address);
	shown = location.pathname + location.search;
}

const parts = [];
// Registers what is to be done to every new piece of page; enhance runs it on the whole page and after every change.
export const part = (act) => parts.push(act);
export const enhance = (root) => parts.forEach((act) => act(root));
export const clock = (time = new Date()) => String(time.getHours()).padStart(2, '0') + ':' + String(time.getMinutes()).padStart(2, '0');

let bar = null;
let timer = 0;
// The bar at the top of the window, shown when an answer takes longer than a second.
export function waiting(yes) {
	clearTimeout(timer);
	if (bar) bar.remove();
	bar = null;
	if (yes) timer = setTimeout(() => { bar = make('div.loading'); document.body.append(bar); }, 1000);
}
