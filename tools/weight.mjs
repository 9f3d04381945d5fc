// Weighs what tools/web.sh built, gzip level 9, against the budgets of the design: node tools/weight.mjs DIR
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dir = process.argv[2] || 'build/web';
const budgets = { 'app.css': 20, 'asker.css': 10, 'app.js': 20, 'asker.js': 6, 'icons.svg': 6, 'favicon.svg': 1 };
let over = 0;
for (const [name, kilobytes] of Object.entries(budgets)) {
	const plain = readFileSync(join(dir, name));
	const size = gzipSync(plain, { level: 9 }).length;
	const bad = size > kilobytes * 1000;
	over += bad;
	console.log(`${name.padEnd(12)} ${String(size).padStart(6)} of ${String(kilobytes * 1000).padStart(6)} bytes gzip (${plain.length} plain)${bad ? '  OVER' : ''}`);
}
process.exit(over ? 1 : 0);
