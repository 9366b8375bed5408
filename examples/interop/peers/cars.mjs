// CARs in memory, for the peers that read or write them.
import { CarReader, CarWriter } from '@ipld/car'

export async function writeCar (roots, blocks) {
  const { writer, out } = CarWriter.create(roots)
  const chunks = []
  const collected = (async () => {
    for await (const chunk of out) chunks.push(chunk)
  })()
  for (const block of blocks) await writer.put(block)
  await writer.close()
  await collected
  return Buffer.concat(chunks)
}

export async function readCar (bytes) {
  const reader = await CarReader.fromBytes(bytes)
  const blocks = []
  for await (const block of reader.blocks()) blocks.push(block)
  return { roots: await reader.getRoots(), blocks }
}
