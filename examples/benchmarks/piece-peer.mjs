// node piece-peer.mjs FILE...: one line a file as `carrack piece` prints it, PIECECIDV2 PIECECIDV1 RAWSIZE
// PADDEDSIZE, computed by fr32-sha2-256-trunc254-padded-binary-tree-multihash (WASM); `refused` where it throws.
import { create } from 'fr32-sha2-256-trunc254-padded-binary-tree-multihash'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { readFileSync } from 'node:fs'

function name (payload) {
  const hasher = create()
  try {
    for (let at = 0; at < payload.length; at += 1 << 20) hasher.write(payload.subarray(at, at + (1 << 20)))
    const bytes = new Uint8Array(hasher.multihashByteLength())
    hasher.digestInto(bytes, 0, true)
    const multihash = Digest.decode(bytes)
    const root = multihash.digest.subarray(-32)
    const height = multihash.digest.at(-33)
    const v1 = CID.createV1(0xf101, Digest.create(0x1012, root))
    return `${CID.createV1(0x55, multihash)} ${v1} ${payload.length} ${32 * 2 ** height}`
  } finally {
    hasher.free()
  }
}

for (const file of process.argv.slice(2)) {
  try {
    console.log(name(readFileSync(file)))
  } catch (e) {
    console.log(`refused ${e.message ?? e}`)
  }
}
