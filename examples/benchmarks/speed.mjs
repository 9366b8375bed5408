// node speed.mjs SEED SCRATCH [--full|--trial] [--rows NAME,...]: measures every row of the speed table; speed.sh builds
// and installs what it needs first. Equal results are checked before a time is printed.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync, closeSync, openSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CID } from 'multiformats/cid'
import { measure } from './measure.mjs'
import { Table, line, median, minimum } from './table.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const [seed, scratch, ...options] = process.argv.slice(2)
const full = options.includes('--full')
const trial = options.includes('--trial')
const only = options.includes('--rows') ? options[options.indexOf('--rows') + 1].split(',') : undefined
const carrack = process.env.CARRACK ?? join(here, '../cli/carrack')
const go = process.env.STREAM_COMMP
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java'
const classPath = `${join(here, 'target/classes')}:${join(here, 'target/lib')}/*`

const GIB = trial ? 2 ** 25 : 2 ** 30
const SMALL_HEAP = ['-XX:+UseSerialGC', '-Xmx64m', '-cp', classPath]
const JVM = ['-XX:+UseSerialGC', '-Xmx512m', '-cp', classPath]
const PAIRS = trial ? 1 : 7
const NPM_PAIRS = trial ? 1 : full ? 7 : 3
const ROUNDS = trial ? 1 : full ? 9 : 5
const main = name => `dev.carrack.benchmarks.${name}`

const table = new Table()
const raw = { environment: environment(), runs: {} }
const file = join(scratch, 'random')

function say (text) {
  console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`)
}

function text (command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8' })
  return done.error ? `not there (${command})` : `${done.stdout}${done.stderr}`.trim()
}

function environment () {
  const info = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'latin1') : ''
  const has = new Set((/^flags\s*: (.*)$/m.exec(info)?.[1] ?? '').split(' '))
  const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json')))
  return {
    date: new Date().toISOString(),
    seed,
    cpu: `${cpus().length} x ${cpus()[0].model}`,
    cpuFlags: ['sha_ni', 'avx2', 'avx512f', 'vaes'].filter(flag => has.has(flag)),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: loadavg(),
    java: text(java, ['-version']).split('\n')[1],
    jvm: JVM.slice(0, 2).join(' '),
    node: process.version,
    go: go ? text('go', ['version']) : 'not there',
    goPeer: /hashhash (\S+)/.exec(readFileSync(join(here, 'peers/stream-commp/go.mod'), 'utf8'))[1],
    npm: dependencies,
    commit: text('git', ['-C', here, 'describe', '--always', '--dirty'])
  }
}

async function run (name, command, args, env) {
  const load = loadavg()[0]
  const done = await measure(command, args, env)
  const kept = (raw.runs[name] ??= [])
  kept.push({ ...done, load })
  return done
}

const cpu = name => raw.runs[name].map(r => r.cpu)
const wall = name => `${minimum(raw.runs[name].map(r => r.wall)).toFixed(2)} s`
const rss = name => Math.max(...raw.runs[name].map(r => r.rssMiB))
const pairwise = (a, b) => cpu(a).map((x, i) => x / cpu(b)[i])
const spread = values => `${Math.min(...values).toFixed(2)}-${Math.max(...values).toFixed(2)}`

function equal (what, results) {
  if (new Set(results.values()).size !== 1) {
    throw new Error(`${what} differ: ${[...results].map(([who, said]) => `${who} says '${said}'`).join(', ')}`)
  }
}

/** Runs all contestants by turns, n times, and refuses to go on if one says another thing than the rest. */
async function byTurns (what, n, contestants) {
  for (let i = 0; i < n; i++) {
    say(`${what}: ${i + 1} of ${n}`)
    const results = new Map()
    for (const [name, { command, args, read = out => out, times = n }] of Object.entries(contestants)) {
      if (i < times) results.set(name, read((await run(name, command, args)).out))
    }
    equal(what, results)
  }
}

/** `carrack piece` as the peers say it: root and padded size. */
function rootAndSize (out) {
  const [, v1, , padded] = out.split(' ')
  return `${Buffer.from(CID.parse(v1).multihash.digest).toString('hex')} ${padded}`
}

const v2Root = text => Buffer.from(CID.parse(text).multihash.digest.slice(-32)).toString('hex')

const peers = {
  fileCid: path => ({ command: 'node', args: [join(here, 'unixfs-peer.mjs'), path] }),
  npmPiece: path => ({ command: 'node', args: [join(here, 'peers/piece-root.mjs'), path] }),
  goPiece: path => ({ command: go, args: [path] })
}
const ours = {
  fileCid: path => ({ command: java, args: [...JVM, main('FileCid'), path] }),
  piece: path => ({ command: carrack, args: ['piece', path], read: rootAndSize })
}

function random (bytes) {
  say(`writing ${bytes / GIB} GiB of random bytes`)
  raw.sha256 = text('node', [join(here, 'seeded.mjs'), seed, String(bytes), file])
}

async function tenGiB () {
  const store = join(scratch, 'store')
  for (const kind of ['random', 'sparse']) {
    const name = `10 GiB ${kind}`
    const path = kind === 'random' ? file : join(scratch, 'sparse')
    if (kind === 'sparse') {
      closeSync(openSync(path, 'w'))
      truncateSync(path, 10 * GIB)
    }
    say(`${name} through one pass with a heap of 64 MiB`)
    const arguments_ = [...SMALL_HEAP, main('OnePass'), path, ...(kind === 'random' ? [store] : [])]
    const [cid, firstPack] = (await run(name, java, arguments_)).out.split('\n')
    say(`${name}: the same by the peers`)
    const peer = await run(`${name}, npm`, ...Object.values(peers.fileCid(path)))
    equal(`CIDs of ${name}`, new Map([['the pass', cid], ['ipfs-unixfs-importer', peer.out]]))
    if (kind === 'random') {
      const pack = join(store, 'packs', '00000001.car')
      const [root] = (await measure(go, [pack])).out.split(' ')
      equal('commitments of the first pack', new Map([['the pass', v2Root(firstPack.split(' ')[0])], ['Go', root]]))
      rmSync(store, { recursive: true })
    } else {
      rmSync(path)
    }
    table.row(`${name} through one pass ${kind === 'random' ? 'with write' : 'without write'}, -Xmx64m: peak RSS`,
      rss(name), 'MiB', ['<=', 120], `wall ${wall(name)}, ${cpu(name)[0].toFixed(1)} cpu-s`)
  }
}

async function inProcess () {
  say(`rates inside one JVM, ${ROUNDS} rounds`)
  const { out } = await run('PassRate', java, [...JVM, main('PassRate'), file, join(scratch, 'pass'), String(ROUNDS)])
  const rounds = out.split('\n').map(text => JSON.parse(text))
  raw.passRate = rounds
  const floor = r => 1 / (1 / r.S + 1 / r.commP)
  const all = (name, f) => ({ name, values: rounds.map(f) })
  const tell = ({ name, values }, reach, detail) =>
    table.row(name, median(values), '', reach, `${detail}, ${spread(values)}`)
  const rate = key => `${median(rounds.map(r => r[key])).toFixed(0)} MB/cpu-s`
  table.row('S: SHA-256 stream of the JDK', median(rounds.map(r => r.S)), 'MB/cpu-s')
  tell(all('commP, pure Java 17, per core / S', r => r.commP / r.S), ['>=', 0.18], rate('commP'))
  tell(all('file CID, warm, per core / S', r => r.cid / r.S), undefined, rate('cid'))
  tell(all('one pass CID + CAR frames + commP, no write / floor', r => r.pass / floor(r)), ['>=', 0.85], rate('pass'))
  tell(all('one pass with write and force / floor', r => r.write / floor(r)), ['>=', 0.75], rate('write'))
}

async function commitments () {
  await byTurns('commP of 1 GiB by the process', PAIRS, {
    'commP carrack': ours.piece(file),
    'commP go': peers.goPiece(file),
    'commP npm': { ...peers.npmPiece(file), times: NPM_PAIRS }
  })
  const toGo = pairwise('commP go', 'commP carrack')
  const toNpm = cpu('commP npm').map((x, i) => x / cpu('commP carrack')[i])
  const mine = `${median(cpu('commP carrack')).toFixed(2)} cpu-s, wall ${wall('commP carrack')}, ${rss('commP carrack').toFixed(0)} MiB`
  const theirs = name => `${median(cpu(name)).toFixed(2)} cpu-s, wall ${wall(name)}, ${rss(name).toFixed(0)} MiB`
  table.row(`commP of 1 GiB, CPU of go-fil-commp-hashhash / ours, ${PAIRS} pairs`, median(toGo), '', ['>=', 1.15],
    `${spread(toGo)}; ours ${mine}; Go ${theirs('commP go')}`)
  table.row(`commP of 1 GiB, CPU of npm fr32-… / ours, ${NPM_PAIRS} pairs`, median(toNpm), '', ['>=', 9],
    `${spread(toNpm)}; npm ${theirs('commP npm')}`)
}

async function fileCids (gib, pairs) {
  await byTurns(`file CID of ${gib} GiB by the process`, pairs, {
    [`cid ${gib} carrack`]: ours.fileCid(file),
    [`cid ${gib} npm`]: peers.fileCid(file)
  })
}

async function fileCidRows () {
  const ratio = pairwise('cid 1 carrack', 'cid 1 npm')
  table.row(`file CID unixfs-v1-2025 of 1 GiB, CPU of ours / ipfs-unixfs-importer, ${PAIRS} pairs`, median(ratio), '',
    ['<=', 1.1], `${spread(ratio)}; ours ${median(cpu('cid 1 carrack')).toFixed(2)} cpu-s, wall ${wall('cid 1 carrack')}, ` +
    `${rss('cid 1 carrack').toFixed(0)} MiB; npm ${median(cpu('cid 1 npm')).toFixed(2)} cpu-s, wall ${wall('cid 1 npm')}, ` +
    `${rss('cid 1 npm').toFixed(0)} MiB`)
  const large = pairwise('cid 4 carrack', 'cid 4 npm')
  table.row('the same of 4 GiB', median(large), '', ['<=', 1.1], spread(large))
  const fit = line(GIB, median(cpu('cid 1 carrack')), 4 * GIB, median(cpu('cid 4 carrack')))
  const s = median(raw.passRate.map(r => r.S))
  table.row('file CID, whole process, per core / S', fit.mbPerCpuSecond / s, '', ['>=', 0.8],
    `slope from 1 to 4 GiB: ${fit.mbPerCpuSecond.toFixed(0)} MB/cpu-s; a start costs ${fit.secondsToStart.toFixed(2)} cpu-s`)
}

async function reads () {
  for (const [profile, gates] of [['unixfs-v1-2025', true], ['unixfs-v1-2025+fixed-64k', false]]) {
    say(`random reads, ${profile}`)
    const name = `reads ${profile}`
    const { out } = await run(name, java, [...JVM, main('RandomReads'), file, join(scratch, 'reads'), String(ROUNDS), profile])
    const rounds = out.split('\n').map(text => JSON.parse(text))
    raw[name] = rounds
    const cold = rounds.map(r => r.cold / (r.S / 16))
    const odd = rounds.map(r => r.odd / (r.S / 16))
    const cached = rounds.map(r => r.cached / r.plain)
    const mb = key => `${median(rounds.map(r => r[key])).toFixed(0)} MB/cpu-s`
    table.row(`random 64 KiB reads over 1 GiB, ${profile}, cold / (S/16)`, median(cold), '', gates ? ['>=', 0.8] : undefined,
      `${spread(cold)}, ${mb('cold')}; at odd places, two blocks now and then: ${median(odd).toFixed(2)}; a flipped byte was caught`)
    table.row(`random 64 KiB reads within a cache of 32 MiB, ${profile} / FileChannel`, median(cached), '',
      gates ? ['>=', 0.7] : undefined, `${spread(cached)}, ${mb('cached')} to ${mb('plain')}`)
  }
}

async function jmh () {
  say(`JMH, ${full ? '3 forks' : 'short form'}`)
  const json = join(here, 'target', 'jmh.json')
  const length = full ? ['-f', '3', '-wi', '5', '-i', '7'] : ['-f', '1', '-wi', '2', '-i', '3']
  await run('JMH', java, ['-cp', classPath, 'org.openjdk.jmh.Main', ...length, '-w', '1', '-r', '1', '-foe', 'true',
    '-jvmArgs', '-XX:+UseSerialGC -Xmx1g', '-rf', 'json', '-rff', json])
  raw.jmh = JSON.parse(readFileSync(json))
  const score = benchmark => {
    const name = benchmark.benchmark.split('.').at(-1)
    return { name, rate: median(benchmark.secondaryMetrics.mbPerCpuSecond.rawData.flat()) }
  }
  const scores = raw.jmh.map(score)
  const s = scores.find(({ name }) => name === 'sha256Stream').rate
  for (const { name, rate } of scores) {
    table.row(`JMH ${name}`, rate, 'MB/cpu-s', undefined, `${(rate / s).toFixed(3)} S`)
  }
}

async function restore () {
  const script = join(here, 'restore.sh')
  if (!existsSync(script)) throw new Error(`there is no ${basename(script)}`)
  say('re-store of new versions')
  try {
    const { out } = await run('restore', script, [], { SEED: '' }) // it has seeds of its own
    raw.restore = out
    console.log(out)
    table.row('re-store of a new version: restore.sh, new bytes / minimum of each layout', 1, 'passed', ['>=', 1], 'its table is above')
  } catch (e) {
    console.log(e.message)
    throw new Error('restore.sh failed; what it said is above')
  }
}

async function section (name, work) {
  if (only && !only.includes(name)) return
  try {
    await work()
  } catch (e) {
    say(`${name}: ${e.message}`)
    table.failed(name, e.message.split('\n')[0].slice(0, 300))
  }
}

console.log(Object.entries(raw.environment).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join('\n'))
const large = only === undefined || only.includes('memory')
random((large ? 10 : only.includes('cid') ? 4 : 1) * GIB)
await section('memory', tenGiB)
await section('cid', async () => {
  truncateSync(file, 4 * GIB)
  await fileCids(4, trial ? 1 : full ? 7 : 3)
})
truncateSync(file, GIB)
await section('cid', () => fileCids(1, PAIRS))
await section('pass', inProcess)
await section('cid', fileCidRows)
await section('commp', commitments)
await section('reads', reads)
await section('jmh', jmh)
await section('restore', restore)

raw.rows = table.rows
raw.environment.loadAtEnd = loadavg()
mkdirSync(join(here, 'target'), { recursive: true })
const report = join(here, 'target', `speed-${raw.environment.date.replace(/[:.]/g, '-')}.json`)
writeFileSync(report, JSON.stringify(raw, undefined, 1))
console.log(`\n${table}\n\nload ${loadavg().map(l => l.toFixed(1)).join(' ')}; raw runs in ${report}`)
if (trial) {
  console.log('a trial of the script over 1/32 of the bytes: no figure above counts')
  process.exit(table.rows.some(row => row.value === null) ? 1 : 0)
}
if (table.missed.length > 0) {
  console.log(`MISSED: ${table.missed.map(row => row.what).join('; ')}`)
  process.exit(1)
}
console.log('every reach is met')
