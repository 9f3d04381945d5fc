// Lists: choosing rows, "已选 n 件", shift for a range.
import { all, on, one } from './page.js';

export function list(root) {
	all('form[data-select]', root).forEach((form) => {
		const boxes = () => all('input[type="checkbox"][name="id"]', form);
		const bar = one('[data-select-bar]', form);
		const count = one('[data-select-count]', form);
		const whole = one('[data-select-all]', form);
		let last = null;
		const show = () => {
			const chosen = boxes().filter((box) => box.checked);
			boxes().forEach((box) => { const row = box.closest('tr, li'); if (row) row.classList.toggle('on', box.checked); });
			if (bar) bar.hidden = !chosen.length;
			if (count) count.textContent = '已选 ' + chosen.length + ' 件';
			if (whole) { whole.checked = chosen.length > 0 && chosen.length === boxes().length; whole.indeterminate = chosen.length > 0 && !whole.checked; }
		};
		on(form, 'click', (event) => {
			const box = event.target;
			if (box.name !== 'id') return;
			const list = boxes();
			if (event.shiftKey && last && list.includes(last)) {
				const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
				list.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
			}
			last = box;
			show();
		});
		on(form, 'change', (event) => {
			if (event.target === whole) boxes().forEach((box) => { box.checked = whole.checked; });
			show();
		});
		on(form, 'reset', () => setTimeout(show, 0));
		show();
	});
}
