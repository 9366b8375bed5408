// node piece-payloads.mjs SEED FOLDER: writes payloads of every length 0..127, of 127 * 2^n - 1, + 0 and + 1,
// and of 50 random lengths up to 16 MiB (small and large alike: uniform in the exponent), one file a length.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from './seeded.mjs'

const [seed, folder] = process.argv.slice(2)
const lengths = new Set()
for (let n = 0; n <= 127; n++) lengths.add(n)
for (let n = 0; n <= 14; n++) for (const d of [-1, 0, 1]) lengths.add(127 * 2 ** n + d)

const random = seeded(seed, 'lengths')
const uniform = () => random(4).readUInt32LE() / 2 ** 32
for (const least = lengths.size; lengths.size < least + 50;) {
  lengths.add(Math.floor(2 ** (24 * uniform())))
}

mkdirSync(folder, { recursive: true })
for (const length of lengths) {
  const next = seeded(seed, length)
  const payload = Buffer.alloc(length)
  for (let at = 0; at < length; at += 1 << 20) {
    next(Math.min(1 << 20, length - at)).copy(payload, at)
  }
  writeFileSync(join(folder, String(length).padStart(8, '0')), payload)
}
