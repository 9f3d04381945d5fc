// Search as you type: input[data-lookup="ADDRESS"] asks ADDRESS?q=… for [{id, label, hint}] (pinyin initials are the server's matter) and
// keeps the id in the hidden field data-lookup-name; select[data-lookup] filters its own options (option data-py: initials).
import { all, make, on, one, say } from './page.js';

let count = 0;
function combo(input, find, choose) {
	const id = 'lookup-' + ++count;
	const list = make('ul.lookup-list', { id, role: 'listbox', 'aria-label': '可选项' });
	const wrap = make('span.lookup');
	let at = -1;
	let timer = 0;
	let turn = 0;
	input.before(wrap);
	wrap.append(input, list);
	list.hidden = true;
	Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, autocomplete: 'off' }).forEach(([k, v]) => input.setAttribute(k, v));
	const rows = () => Array.from(list.children).filter((row) => row.id);
	const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
	const mark = (next) => {
		const options = rows();
		if (!options.length) return;
		at = (next + options.length) % options.length;
		options.forEach((row, i) => row.setAttribute('aria-selected', i === at));
		input.setAttribute('aria-activedescendant', options[at].id);
		options[at].scrollIntoView({ block: 'nearest' });
	};
	const open = (items) => {
		list.textContent = '';
		items.forEach((item, i) => {
			const row = make('li', { role: 'option', id: id + '-' + i, 'aria-selected': 'false' }, item.label);
			if (item.hint) row.append(make('small', null, item.hint));
			on(row, 'mousedown', (event) => { event.preventDefault(); choose(item); close(); });
			list.append(row);
		});
		if (!items.length) list.append(make('li.none', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, '没有找到，换个词试试'));
		list.hidden = false;
		at = -1;
		input.setAttribute('aria-expanded', 'true');
		list.items = items;
		say(items.length ? items.length + ' 项可选' : '没有找到');
	};
	const search = () => {
		const mine = ++turn;
		find(input.value.trim()).then((items) => { if (mine === turn && document.activeElement === input) open(items); }, close);
	};
	on(input, 'input', () => { choose(null); clearTimeout(timer); timer = setTimeout(search, 150); });
	on(input, 'focus', () => { if (!input.value) search(); });
	on(input, 'blur', close);
	on(input, 'keydown', (event) => {
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault();
			if (list.hidden) search();
			else mark(at + (event.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1));
		} else if (event.key === 'Enter' && !list.hidden && !event.ctrlKey) {
			event.preventDefault();
			const item = list.items[Math.max(at, 0)];
			if (item) choose(item);
			close();
		} else if (event.key === 'Escape' && !list.hidden) { event.stopPropagation(); close(); }
	});
}

function remote(input) {
	const name = input.dataset.lookupName;
	let hidden = name && one('input[type="hidden"][name="' + name + '"]', input.form);
	if (name && !hidden) { hidden = make('input', { type: 'hidden', name }); input.after(hidden); }
	const find = (q) => fetch(input.dataset.lookup + (input.dataset.lookup.includes('?') ? '&' : '?') + 'q=' + encodeURIComponent(q), { credentials: 'same-origin', headers: { Accept: 'application/json' } })
		.then((answer) => { if (!answer.ok) throw answer; return answer.json(); }).then((items) => items.slice(0, 20));
	combo(input, find, (item) => {
		if (hidden) hidden.value = item ? item.id : '';
		if (!item) return;
		input.value = item.label;
		input.dispatchEvent(new Event('change', { bubbles: true }));
	});
}

function local(select) {
	const chosen = select.options[select.selectedIndex];
	const input = make('input.input', { type: 'text', value: chosen && chosen.value ? chosen.text : '', placeholder: '名称或拼音首字母' });
	if (select.id) { input.id = select.id; select.removeAttribute('id'); }
	const items = all('option', select).filter((o) => o.value).map((o) => ({ id: o.value, label: o.text, py: (o.dataset.py || '').toLowerCase(), hint: o.dataset.hint }));
	select.hidden = true;
	select.after(input);
	const find = (q) => Promise.resolve(items.filter((i) => i.label.includes(q) || i.py.startsWith(q.toLowerCase())).slice(0, 50));
	combo(input, find, (item) => {
		select.value = item ? item.id : '';
		if (item) input.value = item.label;
		select.dispatchEvent(new Event('change', { bubbles: true }));
	});
}

export function lookup(root) {
	all('[data-lookup]', root).forEach((field) => (field.tagName === 'SELECT' ? local : remote)(field));
}
