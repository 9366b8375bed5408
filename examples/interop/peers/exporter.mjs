import { MemoryBlockstore } from 'blockstore-core/memory'
import { exporter } from 'ipfs-unixfs-exporter'
import { readCar } from './cars.mjs'
import { serve } from './serve.mjs'

async function content (entry) {
  const chunks = []
  for await (const chunk of entry.content()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function walk (cid, path, blocks, out) {
  const entry = await exporter(cid, blocks)
  if (entry.type === 'directory') {
    out.push(path, 'd', '')
    for await (const child of entry.entries()) await walk(child.cid, `${path}/${child.name}`, blocks, out)
  } else if (entry.unixfs?.type === 'symlink') {
    out.push(path, 'l', entry.unixfs.data)
  } else {
    out.push(path, 'f', await content(entry))
  }
}

await serve('ipfs-unixfs-exporter', {
  // Answers path, kind (f, d, l), content of every entry below the CAR's root.
  export: async car => {
    const { roots, blocks } = await readCar(car)
    const store = new MemoryBlockstore()
    for (const block of blocks) await store.put(block.cid, block.bytes)
    const out = []
    await walk(roots[0], 'root', store, out)
    return out
  }
})
