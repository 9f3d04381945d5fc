// The form of a new matter: questions of the chosen kind only; what may be the same, while one types. The console: its row stays in sight.
import { all, make, on, one } from './page.js';

function questions(form) {
	const kind = one('input[name="kind"]:checked', form);
	all('[data-when-kind]', form).forEach((node) => { node.hidden = !kind || node.dataset.whenKind !== kind.value; });
}

function similar(form, list) {
	const value = (name) => { const field = form.elements[name]; return field ? field.value : ''; };
	let timer = 0;
	let turn = 0;
	const show = (items) => {
		const rows = one('ul', list);
		rows.textContent = '';
		list.hidden = !items.length;
		items.forEach((item) => {
			const join = make('button.btn.tiny', { name: 'into', value: item.id, form: form.id }, '就是这一件，并入');
			rows.append(make('li', null, make('p', null, make('a', { href: '/matters/' + item.id }, item.no + ' ' + item.title)),
				make('p.muted.small', null, [item.place, item.state, item.why].filter(Boolean).join(' · ')), make('p', null, join)));
		});
		// Who has seen them need not be asked again.
		let sure = one('input[name="sure"]', form);
		if (items.length && !sure) { sure = make('input', { type: 'hidden', name: 'sure', value: '1' }); form.append(sure); }
		if (!items.length && sure) sure.remove();
	};
	const ask = () => {
		const mine = ++turn;
		const query = new URLSearchParams();
		['place', 'asset', 'problem', 'title'].forEach((name) => { if (value(name)) query.append(name, value(name)); });
		if (!query.has('place') && !query.has('asset')) { show([]); return; }
		fetch(form.dataset.similar + '?' + query, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
			.then((answer) => { if (!answer.ok) throw answer; return answer.json(); })
			.then((items) => { if (mine === turn) show(items); }, () => {});
	};
	on(form, 'input change', (event) => {
		if (!/^(place|asset|problem|title)/.test(event.target.name)) return;
		clearTimeout(timer);
		timer = setTimeout(ask, 300);
	});
}

export function matter(root) {
	all('form[data-similar]', root).forEach((form) => {
		questions(form);
		on(form, 'change', () => questions(form));
		const list = one('[data-similar-list]');
		if (list) similar(form, list);
	});
	const at = one('.console-list .item.at', root);
	if (at) at.scrollIntoView({ block: 'nearest' });
}
