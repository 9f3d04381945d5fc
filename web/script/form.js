// Forms: one sending per press, quick dates, checking again after a failure, words of errors beside their fields.
import { all, make, on, one } from './page.js';

// The second press within 20 s sends nothing; the one-time key of the form makes even that harmless.
on(document, 'submit', (event) => {
	const form = event.target;
	if (form.method !== 'post' || form.hasAttribute('data-plain')) return;
	if (form.dataset.sent && Date.now() - form.dataset.sent < 20000) {
		event.preventDefault();
		event.stopImmediatePropagation();
		return;
	}
	form.dataset.sent = Date.now();
	setTimeout(() => all('button:not([type="button"])', form).forEach((b) => b.setAttribute('aria-busy', 'true')), 0);
}, true);
on(window, 'pageshow', () => all('form[data-sent]').forEach(free));
export function free(form) {
	form.removeAttribute('data-sent');
	all('[aria-busy]', form).forEach((b) => b.removeAttribute('aria-busy'));
}

// Presses the form's main button, so that its name and value go along.
export function press(form) {
	const button = one('[data-submit]', form) || one('button.main:not([type="button"])', form) || one('button:not([type="button"]):not([type="reset"])', form);
	if (button) button.click();
}

const name = (field) => {
	const label = field.id && one('label[for="' + field.id + '"]');
	return label ? label.firstChild.textContent.trim() : '此项';
};
// What is wrong with a field, in the words of the server where it gave them (data-required, data-words), "" where nothing is.
function fault(field) {
	const state = field.validity;
	if (!state || state.valid) return '';
	if (state.valueMissing) return field.dataset.required || (field.tagName === 'SELECT' ? '请选择' : '请填写') + name(field);
	if (state.rangeUnderflow) return field.dataset.words || name(field) + '不能早于 ' + field.min;
	if (state.rangeOverflow) return field.dataset.words || name(field) + '不能超过 ' + field.max;
	if (state.tooLong) return name(field) + '最多 ' + field.maxLength + ' 字';
	return field.dataset.words || field.title || '请检查' + name(field);
}

function show(field, words) {
	const box = field.closest('.field');
	if (!box || !field.id) return;
	const old = document.getElementById(field.id + '-error');
	if (old) old.remove();
	box.classList.toggle('bad', !!words);
	if (!words) field.removeAttribute('aria-invalid');
	else {
		field.setAttribute('aria-invalid', 'true');
		field.setAttribute('aria-describedby', field.id + '-error');
		field.after(make('p.error', { id: field.id + '-error' }, words));
	}
	tell(field, words);
}

// Keeps the summary on top true: mended fields leave it, the count follows.
function tell(field, words) {
	const summary = one('[data-errors]', field.form);
	const row = summary && one('a[href="#' + field.id + '"]', summary);
	if (row && !words) row.parentNode.remove();
	else if (row) row.textContent = words;
	if (!summary) return;
	const left = all('li', summary).length;
	summary.hidden = !left;
	const head = one('b', summary);
	if (head) head.textContent = '还有 ' + left + ' 处需要修改';
}

export function form(root) {
	const failed = one('[data-errors]', root);
	if (failed) failed.focus();
	all('form', root).forEach((node) => {
		if (!one('[data-errors]', node)) return;
		on(node, 'focusout change', (event) => {
			const field = event.target;
			if (!field.name || !field.validity) return;
			const told = one('[data-errors] a[href="#' + field.id + '"]', node);
			// A field the server refused counts as mended only when it was changed and the browser finds nothing either.
			if (told && field.value === field.defaultValue && event.type !== 'change') return;
			const words = fault(field);
			if (words || field.getAttribute('aria-invalid')) show(field, words);
		});
	});
}

on(document, 'click', (event) => {
	const quick = event.target.closest && event.target.closest('[data-date]');
	const input = quick && one('input[type="date"], input[type="datetime-local"]', quick.closest('.field'));
	if (!input) return;
	input.value = input.type === 'date' ? quick.dataset.date : quick.dataset.date + 'T17:30';
	input.dispatchEvent(new Event('input', { bubbles: true }));
	input.dispatchEvent(new Event('change', { bubbles: true }));
	input.focus();
});
