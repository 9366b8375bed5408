import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { createIPNSRecord, marshalIPNSRecord, multihashToIPNSRoutingKey, unmarshalIPNSRecord } from 'ipns'
import { ipnsValidator } from 'ipns/validator'
import { decode } from 'multiformats/hashes/digest'
import { number, serve, string } from './serve.mjs'

const HOUR = 3_600_000

await serve('ipns', {
  key: async type => privateKeyToProtobuf(await generateKeyPair(string(type))),
  name: key => privateKeyFromProtobuf(key).publicKey.toMultihash().bytes,
  make: async (key, value, sequence, v1) => marshalIPNSRecord(await createIPNSRecord(
    privateKeyFromProtobuf(key), string(value), BigInt(string(sequence)), HOUR,
    { v1Compatible: string(v1) === 'true', ttlNs: 60_000_000_000n })),
  // Checks size, key, signature and time; refuses by throwing.
  check: async (name, bytes) => {
    await ipnsValidator(multihashToIPNSRoutingKey(decode(name)), bytes)
    const record = unmarshalIPNSRecord(bytes)
    return [record.value, `${record.sequence}`, record.validity, `${record.ttl}`]
  }
})
