// node piece-root.mjs FILE prints the piece commitment of a file and its padded size in bytes, computed by
// fr32-sha2-256-trunc254-padded-binary-tree-multihash (WASM): the npm peer of the speed comparison.
import { create } from 'fr32-sha2-256-trunc254-padded-binary-tree-multihash'
import * as Digest from 'multiformats/hashes/digest'
import { createReadStream } from 'node:fs'

const hasher = create()
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1 << 20 })) hasher.write(chunk)
const bytes = new Uint8Array(hasher.multihashByteLength())
hasher.digestInto(bytes, 0, true)
hasher.free()
const { digest } = Digest.decode(bytes)
console.log(Buffer.from(digest.subarray(-32)).toString('hex'), 32 * 2 ** digest.at(-33))
