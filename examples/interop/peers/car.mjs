import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { readCar, writeCar } from './cars.mjs'
import { Random } from './random.mjs'
import { number, serve } from './serve.mjs'

async function block (random) {
  const bytes = random.bytes(random.below(300))
  return { cid: CID.createV1(0x55, await sha256.digest(bytes)), bytes }
}

await serve('@ipld/car', {
  // Of a CARv2 this is the CARv1 inside.
  again: async bytes => {
    const { roots, blocks } = await readCar(bytes)
    return writeCar(roots, blocks)
  },
  list: async bytes => (await readCar(bytes)).blocks.map(block => `${block.cid} ${block.bytes.length}\n`).join(''),
  make: async seed => {
    const random = new Random(number(seed))
    const blocks = []
    for (let n = random.below(20); n > 0; n--) blocks.push(await block(random))
    if (blocks.length && random.below(3) === 0) blocks.push(blocks[0]) // CARs may repeat blocks
    return writeCar(blocks.slice(0, random.below(4)).map(b => b.cid), blocks)
  }
})
