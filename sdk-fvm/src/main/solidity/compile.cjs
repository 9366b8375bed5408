// Compiles CarrackLedger.sol the one way that counts, so that anybody gets the same bytes.
//   node compile.cjs NODE_MODULES OUT_DIR
// NODE_MODULES holds the solc pinned by ../resources/dev/carrack/fvm/dev/package-lock.json.
'use strict'
const fs = require('node:fs')
const path = require('node:path')

const [modules, out] = process.argv.slice(2)
if (!modules || !out) {
  console.error('usage: node compile.cjs NODE_MODULES OUT_DIR')
  process.exit(2)
}
const solc = require(path.resolve(modules, 'solc'))

const file = 'CarrackLedger.sol'
const contract = 'CarrackLedger'
const input = {
  language: 'Solidity',
  sources: { [file]: { content: fs.readFileSync(path.join(__dirname, file), 'utf8').replace(/\r\n/g, '\n') } },
  settings: {
    evmVersion: 'paris', // no PUSH0, MCOPY or TLOAD: the oldest EVM that FEVM ever offered
    optimizer: { enabled: true, runs: 200 },
    viaIR: false,
    metadata: { bytecodeHash: 'none', appendCBOR: false }, // bytes depend on code alone, not on comments
    outputSelection: { [file]: { [contract]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } }
  }
}
const output = JSON.parse(solc.compile(JSON.stringify(input)))
for (const problem of output.errors ?? []) console.error(problem.formattedMessage)
if ((output.errors ?? []).length > 0) process.exit(1) // a warning is a failure too

const result = output.contracts[file][contract]
const abi = '[\n' + result.abi.map(entry => '  ' + JSON.stringify(entry)).join(',\n') + '\n]\n'
fs.mkdirSync(out, { recursive: true })
fs.writeFileSync(path.join(out, contract + '.abi.json'), abi)
fs.writeFileSync(path.join(out, contract + '.bin'), result.evm.bytecode.object + '\n')
fs.writeFileSync(path.join(out, contract + '.runtime.bin'), result.evm.deployedBytecode.object + '\n')
console.log(`${contract}: solc ${solc.version()}, ${result.evm.deployedBytecode.object.length / 2} bytes of runtime code`)
