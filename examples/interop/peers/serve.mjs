// Each line of standard input asks "op -base64 -base64 …"; the answer is one line, "ok -base64 …" or "err text". The
// dash keeps an empty argument visible.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const text = new TextDecoder()
const write = line => new Promise(resolve => process.stdout.write(line, resolve))
const pack = value => '-' + Buffer.from(value).toString('base64')

export async function serve (name, operations) {
  const version = JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url))).version
  operations.version = () => `${name} ${version}`
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const [op, ...args] = line.split(' ')
    try {
      const answer = await operations[op](...args.map(arg => new Uint8Array(Buffer.from(arg.slice(1), 'base64'))))
      await write(['ok', ...[answer].flat().map(pack)].join(' ') + '\n')
    } catch (error) {
      await write(`err ${error.name}: ${error.message}`.replaceAll('\n', ' ') + '\n')
    }
  }
}

export const string = bytes => text.decode(bytes)
export const number = bytes => Number(string(bytes))
