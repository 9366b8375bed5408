// Runs a command and says what it cost: wall and CPU time of the command and all it waited for, by bash's
// own clock (milliseconds, the kernel's count), and the largest resident memory of any process among them (VmHWM,
// looked at every 20 ms until the process is gone). Linux only.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PERIOD_MS = 20

function highWater (root) {
  let peak = 0
  for (const pid of descendants(root)) {
    try {
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
      if (line) peak = Math.max(peak, Number(line[1]))
    } catch { /* it ended in between */ }
  }
  return peak
}

function descendants (root) {
  const found = [root]
  for (let i = 0; i < found.length; i++) {
    try {
      for (const task of readdirSync(`/proc/${found[i]}/task`)) {
        const children = readFileSync(`/proc/${found[i]}/task/${task}/children`, 'latin1').trim()
        if (children) found.push(...children.split(' ').map(Number))
      }
    } catch { /* it ended in between */ }
  }
  return found
}

/** Resolves to { wall, user, sys, cpu, rssMiB, out } or rejects with what the command said. */
export function measure (command, args, env = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'carrack-measure.'))
  const report = join(scratch, 'time')
  const script = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&3; } 3>&2 2>"$REPORT"'
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script, 'measure', command, ...args],
      { env: { ...process.env, ...env, REPORT: report }, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    let peak = 0
    child.stdout.on('data', d => { out += d })
    child.stderr.on('data', d => { err = (err + d).slice(-4000) })
    const timer = setInterval(() => { peak = Math.max(peak, highWater(child.pid)) }, PERIOD_MS)
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(timer)
      let times = []
      try {
        times = readFileSync(report, 'latin1').trim().split(/\s+/).map(Number)
      } catch { /* killed before it could write */ }
      rmSync(scratch, { recursive: true, force: true })
      if (code !== 0) {
        reject(new Error(`${command} ${args.join(' ')} exited with ${code}: ${err.trim() || out.slice(-2000)}`))
        return
      }
      const [wall, user, sys] = times
      resolve({ wall, user, sys, cpu: user + sys, rssMiB: peak / 1024, out: out.trim() })
    })
  })
}
