// Pages without a browser: a log-in's cookie, forms with their token, and what a page says.
import { PASSWORD } from './start.mjs';

export async function pages(server, login, password = PASSWORD) {
	const entered = await fetch(server.url + '/login', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ login, password }) });
	const cookie = (entered.headers.getSetCookie() || []).map((c) => c.split(';')[0]).join('; ');
	const get = async (path) => {
		const answer = await fetch(server.url + path, { headers: { cookie }, redirect: 'manual' });
		return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()), get text() { return this.bytes.toString('utf8'); } };
	};
	const token = /name="csrf" value="([^"]+)"/.exec((await get('/me')).text)?.[1];
	const post = async (path, fields = {}) => {
		const body = new FormData();
		body.set('csrf', token || '');
		for (const [name, value] of Object.entries(fields)) if (value instanceof File) body.set(name, value, value.name); else body.set(name, value);
		const answer = await fetch(server.url + path, { method: 'POST', headers: { cookie }, redirect: 'manual', body });
		return { status: answer.status, headers: answer.headers, location: answer.headers.get('location'), text: await answer.text() };
	};
	return { status: entered.status, get, post };
}

// The words of a page's main part, blanks run together.
export function words(html) {
	const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
	return main.replace(/<[^>]+>/g, ' ').replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/\s+/g, ' ').trim();
}
