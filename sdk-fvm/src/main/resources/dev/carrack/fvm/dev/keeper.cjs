// Runs a program for a Java process, and ends it when that process is gone: its end of our standard
// input closes even if it was killed. Says one line: "listening HOST:PORT" or "failed REASON".
'use strict'
const { spawn } = require('node:child_process')

const [binary, ...args] = process.argv.slice(2)
const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
let output = ''
let complaint = ''
let listening = false

child.stdout.setEncoding('utf8').on('data', text => {
  if (listening) return // still read, so that the pipe never fills
  output = (output + text).slice(-512)
  const found = /Listening on (\S+)\s/.exec(output)
  if (found) {
    listening = true
    process.stdout.write('listening ' + found[1] + '\n')
  }
})
child.stderr.setEncoding('utf8').on('data', text => { complaint = (complaint + text).slice(-1024) })

function failed (reason) {
  if (!listening) process.stdout.write('failed ' + reason.replace(/\s+/g, ' ').trim() + '\n')
  process.exitCode = 1
  process.stdin.destroy()
}
child.on('error', error => failed(error.message))
child.on('close', (code, signal) => failed(`exit ${code ?? signal} ${complaint}`))

const end = () => { child.kill('SIGKILL') }
process.stdin.on('end', end).on('error', end).resume()
process.stdout.on('error', end)
