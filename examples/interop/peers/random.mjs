// Values of the IPLD data model, the same for the same seed.
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'

const WORDS = ['', 'a', 'key', 'name', 'straße', 'zażółć', '数据', 'ключ', '🚀', '\uff5e', '"\\\n\t', 'é', ' ', '\u0001', '~']

export class Random {
  constructor (seed, keys = key => key) {
    this.state = seed >>> 0
    this.keys = keys
  }

  // mulberry32
  below (bound) {
    this.state = (this.state + 0x6D2B79F5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * bound)
  }

  bytes (length) {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  word () {
    return WORDS[this.below(WORDS.length)] + (this.below(2) ? this.below(1000) : '')
  }

  cid () {
    const hash = create(0x12, this.bytes(32))
    switch (this.below(4)) {
      case 0: return CID.createV0(hash)
      case 1: return CID.createV1(0x55, create(0x00, this.bytes(this.below(20))))
      default: return CID.createV1([0x55, 0x70, 0x71, 0x0129][this.below(4)], hash)
    }
  }

  integer () {
    const unused = BigInt(this.below(64))
    const magnitude = (BigInt(this.below(2 ** 32)) << 32n | BigInt(this.below(2 ** 32))) >> unused
    const value = this.below(2) ? magnitude : -1n - magnitude
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
  }

  // JavaScript has one number type, so an integral float would become an integer.
  float () {
    const value = (this.below(2 ** 32) + 0.5) / 2 ** (this.below(120) - 20) * (this.below(2) ? 1 : -1)
    return Number.isInteger(value) ? 0.5 : value
  }

  document () {
    let value = this.value(this.below(8))
    for (let n = this.below(20) === 0 ? 100 + this.below(500) : 0; n > 0; n--) value = n % 2 ? [value] : { '': value }
    return value
  }

  value (depth) {
    switch (this.below(depth > 0 ? 11 : 8)) {
      case 0: return null
      case 1: return this.below(2) === 1
      case 2: case 3: return this.integer()
      case 4: return this.float()
      case 5: return this.word()
      case 6: return this.bytes(this.below(40))
      case 7: return this.cid()
      case 8: return this.list(depth - 1)
      default: return this.map(depth - 1)
    }
  }

  list (depth) {
    return Array.from({ length: this.below(6) }, () => this.value(depth))
  }

  map (depth) {
    return Object.fromEntries(Array.from({ length: this.below(7) }, () => [this.keys(this.word()), this.value(depth)]))
  }
}
