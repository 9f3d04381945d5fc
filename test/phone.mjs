// A phone or a desk in the hand of a person who counts: taps, filled fields, bytes and requests of our own pages since `start` (ui.md 2).
export const SMALL = { width: 360, height: 640 };

export async function visitor(browser, options = {}) {
	const context = await browser.newContext({ viewport: SMALL, locale: 'zh-CN', hasTouch: true, ...options });
	return counted(await context.newPage());
}

// The same for a page that is open already.
export async function counted(page) {
	const count = { taps: 0, fields: 0, bytes: 0, requests: 0, errors: [] }, context = page.context();
	const client = await context.newCDPSession(page);
	await client.send('Network.enable');
	client.on('Network.requestWillBeSent', (e) => { if (e.request.url.startsWith('http')) count.requests++; });
	client.on('Network.loadingFinished', (e) => { count.bytes += e.encodedDataLength; });
	page.on('console', (m) => { if (m.type() === 'error' && !/status of 4/.test(m.text())) count.errors.push(m.text()); });
	return {
		page, context, count,
		start: () => Object.assign(count, { taps: 0, fields: 0, bytes: 0, requests: 0 }),
		tap: async (what) => { count.taps++; await (typeof what === 'string' ? page.locator(what) : what).first().click(); },
		fill: async (what, text) => { count.fields++; await page.fill(what, text); },
		close: () => context.close(),
	};
}
