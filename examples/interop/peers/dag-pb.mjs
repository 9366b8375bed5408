import * as codec from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { Random } from './random.mjs'
import { number, serve } from './serve.mjs'

async function block (node) {
  const bytes = codec.encode(node)
  return [bytes, CID.createV1(codec.code, await sha256.digest(bytes)).toString()]
}

function link (random) {
  const link = { Hash: random.cid() }
  if (random.below(4)) link.Name = random.word()
  if (random.below(4)) link.Tsize = random.below(2 ** 40)
  return link
}

await serve('@ipld/dag-pb', {
  again: bytes => block(codec.decode(bytes)),
  make: seed => {
    const random = new Random(number(seed))
    const links = Array.from({ length: random.below(9) }, () => link(random))
    const node = { Links: links }
    if (random.below(3)) node.Data = random.bytes(random.below(60))
    return block(codec.prepare(node))
  }
})
