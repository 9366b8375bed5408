// node unixfs-peer.mjs FILE: prints the file's CID under the profile unixfs-v1-2025 as ipfs-unixfs-importer
// computes it. Its blocks are dropped.
import { BlackHoleBlockstore } from 'blockstore-core/black-hole'
import { importByteStream } from 'ipfs-unixfs-importer'
import { createReadStream } from 'node:fs'

const bytes = createReadStream(process.argv[2], { highWaterMark: 1 << 20 })
const { cid } = await importByteStream(bytes, new BlackHoleBlockstore(), { profile: 'unixfs-v1-2025' })
console.log(cid.toString())
