import { MemoryBlockstore } from 'blockstore-core/memory'
import { importer } from 'ipfs-unixfs-importer'
import { CID } from 'multiformats/cid'
import { writeCar } from './cars.mjs'
import { serve, string } from './serve.mjs'

// Remembers the CIDs as they were put: the store itself keeps hashes only.
class Blocks extends MemoryBlockstore {
  written = new Map()

  async put (cid, bytes, options) {
    this.written.set(cid.toString(), bytes)
    return super.put(cid, bytes, options)
  }
}

const candidate = (path, kind, content) => ({
  f: { path, content: [content] },
  d: { path },
  l: { path, link: string(content) }
})[kind]

await serve('ipfs-unixfs-importer', {
  // Entries come as path, kind (f, d, l), content; the first path is the root of all.
  import: async (profile, ...entries) => {
    const tree = []
    for (let i = 0; i < entries.length; i += 3) {
      tree.push(candidate(string(entries[i]), string(entries[i + 1]), entries[i + 2]))
    }
    const blocks = new Blocks()
    let root
    for await (const entry of importer(tree, blocks, { profile: string(profile) })) root = entry
    const car = await writeCar([root.cid], [...blocks.written].map(([cid, bytes]) => ({ cid: CID.parse(cid), bytes })))
    return [root.cid.toString(), car]
  }
})
