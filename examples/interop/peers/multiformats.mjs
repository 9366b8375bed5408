import { bases, hashes } from 'multiformats/basics'
import { CID } from 'multiformats/cid'
import { Random } from './random.mjs'
import { number, serve, string } from './serve.mjs'

const hasher = code => Object.values(hashes).find(hash => hash.code === number(code))

await serve('multiformats', {
  bases: () => Object.keys(bases).join(' '),
  hashes: () => Object.values(hashes).map(hash => hash.code).join(' '),
  encode: (base, bytes) => bases[string(base)].encode(bytes),
  decode: (base, text) => bases[string(base)].decode(string(text)),
  hash: async (code, bytes) => (await hasher(code).digest(bytes)).bytes,
  print: (base, bytes) => CID.decode(bytes).toString(bases[string(base)]),
  parse: (base, text) => CID.parse(string(text), bases[string(base)]).bytes,
  make: seed => new Random(number(seed)).cid().bytes
})
