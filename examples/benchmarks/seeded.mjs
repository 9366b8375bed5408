// Bytes that follow from a seed: AES-256-CTR over zeros, keyed with SHA-256 of the seed and a label.
// Run by itself it writes a file and prints the file's SHA-256: node seeded.mjs SEED BYTES FILE
import { createCipheriv, createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ZEROS = Buffer.alloc(1 << 20)

/** A function that gives the next n bytes (at most 1 MiB at a time). */
export function seeded (seed, label) {
  const key = createHash('sha256').update(`${seed}/${label}`).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return n => cipher.update(ZEROS.subarray(0, n))
}

async function write (seed, bytes, file) {
  const next = seeded(seed, 'file')
  const hash = createHash('sha256')
  const out = createWriteStream(file)
  for (let left = bytes; left > 0;) {
    const chunk = next(Math.min(left, ZEROS.length))
    left -= chunk.length
    hash.update(chunk)
    if (!out.write(chunk)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seed, bytes, file] = process.argv.slice(2)
  console.log(await write(seed, Number(bytes), file))
}
