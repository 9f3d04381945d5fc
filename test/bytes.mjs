// Bytes for tests: pictures made here, and the texts inside a zip.
import { deflateSync, inflateRawSync } from 'node:zlib';

const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
export function pngPiece(type, data) {
	const body = Buffer.concat([Buffer.from(type), data]);
	let crc = 0xffffffff;
	for (const byte of body) crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8);
	const size = Buffer.alloc(4), end = Buffer.alloc(4);
	size.writeUInt32BE(data.length);
	end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
	return Buffer.concat([size, body, end]);
}
const SIGN = Buffer.from('89504e470d0a1a0a', 'hex');
export function png(width, height = width, shade = 120, rows = height) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 8;
	const data = Buffer.alloc((width + 1) * rows, shade);
	for (let y = 0; y < rows; y++) data[y * (width + 1)] = 0;
	return Buffer.concat([SIGN, pngPiece('IHDR', head), pngPiece('IDAT', deflateSync(data)), pngPiece('IEND', Buffer.alloc(0))]);
}
// Every part of a zip, unpacked: of an xlsx its texts.
export function unzipped(bytes) {
	const parts = [];
	for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && at + 46 < bytes.length && bytes.readUInt32LE(at) === 0x02014b50;) {
		const way = bytes.readUInt16LE(at + 10), packed = bytes.readUInt32LE(at + 20), name = bytes.readUInt16LE(at + 28), extra = bytes.readUInt16LE(at + 30), words = bytes.readUInt16LE(at + 32), local = bytes.readUInt32LE(at + 42);
		const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28), data = bytes.subarray(start, start + packed);
		parts.push(way === 8 ? inflateRawSync(data) : data);
		at += 46 + name + extra + words;
	}
	return Buffer.concat(parts).toString('utf8');
}
