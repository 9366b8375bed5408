// What a codec of the data model is asked: to decode and encode again, and to make documents of its own.
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { Random } from './random.mjs'
import { number, serve } from './serve.mjs'

async function block (codec, value) {
  const bytes = codec.encode(value)
  return [bytes, CID.createV1(codec.code, await sha256.digest(bytes)).toString()]
}

export function serveDocuments (name, codec, keys) {
  return serve(name, {
    again: bytes => block(codec, codec.decode(bytes)),
    make: seed => block(codec, new Random(number(seed), keys).document())
  })
}
