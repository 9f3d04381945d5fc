// Cuts the named outline icons into one sprite: node web/icons/build.mjs SPRITE.svg FAVICON.svg ICONS-ASKER.svg
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const set = join(here, '../../node_modules/@tabler/icons/icons/outline');
const parts = [], few = [];
const askers = new Set(readFileSync(join(here, 'asker.txt'), 'utf8').split(/\s+/));
for (const line of readFileSync(join(here, 'names.txt'), 'utf8').split('\n')) {
	if (!line.trim() || line.startsWith('#')) continue;
	const [name, source = name] = line.trim().split(/\s+/);
	const inner = readFileSync(join(set, source + '.svg'), 'utf8')
		.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>[\s\S]*$/, '')
		.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/g, '');
	// One path is enough: every piece of an outline icon has the same stroke.
	const paths = [...inner.matchAll(/<path d="([^"]+)"\s*\/>/g)].map((m) => m[1]);
	if (!paths.length || inner.replace(/<path d="[^"]+"\s*\/>/g, '').trim()) throw new Error(`${source}: more than plain paths`);
	const list = askers.has(name) ? [parts, few] : [parts];
	for (const into of list) into.push(`<symbol id="${name}" viewBox="0 0 24 24"><path d="${paths.map((p) => p.replace(/^m/, 'M0 0m')).join('')}"/></symbol>`);
}
const own = readFileSync(join(here, 'own.svg'), 'utf8').replace(/<!--[\s\S]*?-->/g, '').replace(/>\s+</g, '><').trim();
const [sprite, favicon, asker] = process.argv.slice(2);
writeFileSync(sprite, `<svg xmlns="http://www.w3.org/2000/svg">${own}${parts.join('')}</svg>\n`);
// What the pages of askers show (asker.txt, and the problem tiles' icons): a third of the weight on a cold phone.
writeFileSync(asker, `<svg xmlns="http://www.w3.org/2000/svg">${own}${few.join('')}</svg>\n`);
// The mark alone, for the browser's tab.
const mark = own.match(/<symbol id="mark"[^>]*>(.*?)<\/symbol>/)[1];
writeFileSync(favicon, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" stroke="#1f5fbf" stroke-linecap="round">${mark}</svg>\n`);
