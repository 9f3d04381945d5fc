// Staff pages. Everything here makes a working page faster; nothing is needed for one to work.
import { enhance, on, part } from './page.js';
import { form, free } from './form.js';
import { refresh } from './swap.js';
import { draft } from './draft.js';
import { photo } from './photo.js';
import { lookup } from './lookup.js';
import { list } from './list.js';
import { matter } from './matter.js';
import { speak } from './speak.js';
import { toasts } from './menu.js';
import { later } from './net.js';
import './keys.js';

// A form with a one-time key pressed without network waits and is sent once when it is back; the draft is kept meanwhile.
on(document, 'submit', (event) => {
	const node = event.target;
	if (event.defaultPrevented || !node.hasAttribute('data-once') || navigator.onLine !== false) return;
	event.preventDefault();
	free(node);
	later(node, () => HTMLFormElement.prototype.submit.call(node));
});

document.documentElement.classList.add('js');
[form, draft, photo, lookup, list, matter, refresh, speak, toasts].forEach(part);
enhance(document);
