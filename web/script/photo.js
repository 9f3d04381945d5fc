// Photos: shrinks them in the browser to 1600 px and 300 kB as JPEG, which also drops place and device data.
// [data-photo="NAME"] holds the file input; [data-photo-list="NAME"] the rows. With data-upload="ADDRESS" each file is sent at once
// (POST file=…, answer {"id": …}) and a hidden NAME_id goes with the form; without it the shrunk files go with the form itself.
import { all, icon, make, on, one, say } from './page.js';

const SIDE = 1600;
const BYTES = 300 * 1024;
const LIMIT = 20 * 1024 * 1024;
const kb = (size) => size > 1048576 ? (size / 1048576).toFixed(1) + ' MB' : Math.max(1, Math.round(size / 1024)) + ' kB';

// Orientation (1…8) and stored width of a JPEG, for browsers that do not turn the picture themselves.
function turned(bytes) {
	const view = new DataView(bytes);
	const end = view.byteLength - 12;
	let way = 1;
	if (end < 0 || view.getUint16(0) !== 0xffd8) return { way, width: 0 };
	for (let at = 2; at < end;) {
		const mark = view.getUint16(at);
		if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
			const base = at + 10;
			const little = view.getUint16(base) === 0x4949;
			const first = base + view.getUint32(base + 4, little);
			for (let i = 0; first + 2 < end && i < view.getUint16(first, little); i++) {
				const entry = first + 2 + i * 12;
				if (entry + 10 > view.byteLength) break;
				if (view.getUint16(entry, little) === 0x0112) way = view.getUint16(entry + 8, little);
			}
		}
		if (mark >= 0xffc0 && mark <= 0xffcf && mark !== 0xffc4 && mark !== 0xffc8 && mark !== 0xffcc) return { way, width: view.getUint16(at + 7) };
		if ((mark & 0xff00) !== 0xff00 || mark === 0xffda) break;
		at += 2 + view.getUint16(at + 2);
	}
	return { way, width: 0 };
}

const bytesOf = (file) => new Promise((done, fail) => {
	const reader = new FileReader();
	reader.onload = () => done(reader.result);
	reader.onerror = fail;
	reader.readAsArrayBuffer(file);
});
const decode = (file) => createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => createImageBitmap(file));

function draw(picture, side, way) {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	const w = Math.max(1, Math.round(picture.width * scale));
	const h = Math.max(1, Math.round(picture.height * scale));
	const board = make('canvas');
	const across = way >= 5;
	board.width = across ? h : w;
	board.height = across ? w : h;
	const pen = board.getContext('2d');
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, board.width, board.height);
	if (way === 3) { pen.translate(w, h); pen.rotate(Math.PI); }
	if (way === 6) { pen.translate(h, 0); pen.rotate(Math.PI / 2); }
	if (way === 8) { pen.translate(0, w); pen.rotate(-Math.PI / 2); }
	pen.drawImage(picture, 0, 0, w, h);
	return board;
}
const jpeg = (board, quality) => new Promise((done) => board.toBlob(done, 'image/jpeg', quality));

// The shrunk file and a small canvas of it; the file as it is where the browser cannot read it (HEIC, PDF).
export function shrink(file) {
	if (!/^image\//.test(file.type) || file.type === 'image/svg+xml' || !window.createImageBitmap) return Promise.resolve({ file, thumb: null });
	return Promise.all([decode(file), bytesOf(file)]).then(([picture, bytes]) => {
		const { way, width } = turned(bytes);
		const done = way >= 5 && width && picture.width !== picture.height ? picture.width !== width : window.CSS && CSS.supports('image-orientation', 'from-image');
		const turn = done ? 1 : way;
		const thumb = draw(picture, 160, turn);
		const attempt = (side, quality) => jpeg(draw(picture, side, turn), quality).then((blob) => {
			if (blob && blob.size > BYTES && quality > 0.5) return attempt(side, quality - 0.12);
			if (blob && blob.size > BYTES && side > 600) return attempt(Math.round(side * 0.8), 0.7);
			return blob;
		});
		return attempt(SIDE, 0.84).then((blob) => {
			const name = file.name.replace(/\.[^.]*$/, '') + '.jpg';
			return { file: new File([blob], name, { type: 'image/jpeg' }), thumb };
		});
	}).catch(() => ({ file, thumb: null }));
}

function send(item, address, form, done) {
	const request = new XMLHttpRequest();
	const data = new FormData();
	all('input[type="hidden"]', form).forEach((field) => { if (/^(csrf|once)$/.test(field.name)) data.append(field.name, field.value); });
	data.append('file', item.file, item.file.name);
	request.open('POST', address);
	request.setRequestHeader('Accept', 'application/json');
	request.upload.onprogress = (event) => { if (event.lengthComputable) item.bar.value = event.loaded / event.total; };
	request.onload = () => {
		let answer = null;
		try { answer = JSON.parse(request.responseText); } catch (e) { /* told below */ }
		done(request.status < 300 && answer && answer.id ? answer.id : null, answer && answer.detail);
	};
	request.onerror = () => done(null, '网络断开');
	request.send(data);
	item.request = request;
}

function take(box, list, form) {
	const input = one('input[type="file"]', box);
	const address = box.dataset.upload;
	const most = +box.dataset.max || 9;
	const items = [];
	// Puts the shrunk files back into the input; browsers that cannot send the originals.
	const carry = () => {
		if (address) return;
		try {
			const bag = new DataTransfer();
			items.forEach((item) => bag.items.add(item.file));
			input.files = bag.files;
		} catch (e) { /* Firefox before 62 */ }
	};
	const remove = (item) => {
		if (item.request) item.request.abort();
		items.splice(items.indexOf(item), 1);
		item.row.remove();
		carry();
		say('已去掉 ' + item.file.name);
		input.focus();
	};
	const upload = (item) => {
		item.words.textContent = kb(item.file.size);
		item.bar.hidden = false;
		item.again.hidden = true;
		send(item, address, form, (id, detail) => {
			item.bar.hidden = true;
			if (id) { item.row.append(make('input', { type: 'hidden', name: input.name + '_id', value: id })); item.words.textContent = kb(item.file.size) + '，已上传'; return; }
			item.again.hidden = false;
			item.words.textContent = '没有传上去' + (detail ? '：' + detail : '') + '，可重试，文字不受影响';
			say(item.words.textContent);
		});
	};
	const add = (file) => {
		if (file.size > LIMIT) { say('“' + file.name + '” 超过 20 MB'); list.append(make('li.file.late', null, '“' + file.name + '” 超过 20 MB，请压缩后再传')); return; }
		if (items.length >= most) { say('最多 ' + most + ' 个'); return; }
		const item = { file, words: make('span.muted.small', null, '正在缩小'), bar: make('progress', { max: 1, value: 0, 'aria-label': file.name + ' 上传进度' }), again: make('button.btn.plain', { type: 'button', hidden: '' }, '重试') };
		const away = make('button.btn.plain', { type: 'button', 'aria-label': '去掉 ' + file.name }, '去掉');
		item.bar.hidden = true;
		item.row = make('li.file', null, icon('photo'), make('span.grow', null, file.name + ' ', item.words, item.bar), item.again, away);
		items.push(item);
		list.append(item.row);
		on(away, 'click', () => remove(item));
		on(item.again, 'click', () => upload(item));
		shrink(file).then((small) => {
			if (!items.includes(item)) return;
			item.file = small.file;
			item.words.textContent = kb(small.file.size);
			if (small.thumb) one('.icon', item.row).replaceWith(small.thumb);
			if (address) upload(item);
			else carry();
		});
	};
	const pick = (files) => Array.from(files).forEach(add);
	// Until shrinking ends the input holds the originals, so a quick press loses nothing.
	on(input, 'change', () => { const chosen = Array.from(input.files); if (address) input.value = ''; pick(chosen); });
	on(box, 'dragover', (event) => { event.preventDefault(); box.classList.add('over'); });
	on(box, 'dragleave drop', () => box.classList.remove('over'));
	on(box, 'drop', (event) => { event.preventDefault(); pick(event.dataTransfer.files); });
	on(form, 'paste', (event) => { if (event.clipboardData && event.clipboardData.files.length) pick(event.clipboardData.files); });
}

export function photo(root) {
	all('[data-photo]', root).forEach((box) => {
		const form = box.closest('form');
		const list = form && one('[data-photo-list="' + box.dataset.photo + '"]', form);
		if (list) take(box, list, form);
	});
}
