// node watched.mjs REPORT COMMAND ARG...: runs the command with this process's streams and exit code, and writes
// `SECONDS CPU_SECONDS PEAK_RSS_KIB` to REPORT. The peak is the largest sum of resident memory over the command
// and all its descendants, sampled from /proc every 50 ms; pages they share count once for each.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'

const PERIOD_MS = 50
const TICKS_PER_SECOND = 100
const PAGE_KIB = Number(execFileSync('getconf', ['PAGESIZE'])) / 1024

function processes () {
  const all = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The command's name is in brackets and may hold anything; the fields count from after it.
      const field = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      all.set(Number(name), { parent: Number(field[1]), ticks: field.slice(11, 15).map(Number), pages: Number(field[21]) })
    } catch { /* it ended in between */ }
  }
  return all
}

function tree (root) {
  const all = processes()
  const inside = pid => pid === root || (all.has(pid) && inside(all.get(pid).parent))
  return [...all].filter(([pid]) => inside(pid)).map(([, process]) => process)
}

const [report, command, ...args] = process.argv.slice(2)
const started = performance.now()
const child = spawn(command, args, { stdio: 'inherit' })
let peak = 0
let ticks = 0
const sample = () => {
  const now = tree(child.pid)
  peak = Math.max(peak, now.reduce((sum, p) => sum + p.pages, 0))
  ticks = Math.max(ticks, now.reduce((sum, p) => sum + p.ticks.reduce((a, b) => a + b, 0), 0))
}
const timer = setInterval(sample, PERIOD_MS)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', e => { console.error(`cannot run ${command}: ${e.message}`); process.exit(127) })
child.on('exit', (code, signal) => {
  clearInterval(timer)
  const seconds = (performance.now() - started) / 1000
  writeFileSync(report, `${seconds.toFixed(2)} ${(ticks / TICKS_PER_SECOND).toFixed(2)} ${peak * PAGE_KIB}\n`)
  process.exitCode = signal ? 128 + constants.signals[signal] : code
})
