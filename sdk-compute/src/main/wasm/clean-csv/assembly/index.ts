// clean-csv: makes a CSV table tidy, one megabyte at a time, with no host imports at all.
// Contract: sdk-compute/docs/buffer-abi.md. Rules and parameters: sdk-compute/docs/clean-csv.md.
// Memory is handled by hand (stub runtime, nothing is freed): the set of buffers is fixed, so
// the module's memory is flat whatever the length of the input.

import { Parameters } from "./parameters";

const LF: u32 = 0x0a;
const CR: u32 = 0x0d;
const TAB: u32 = 0x09;
const SPACE: u32 = 0x20;
const QUOTE: u32 = 0x22;

const MAX_ROW: usize = 1 << 20;
const MAX_CELLS: u32 = 1 << 16;

// Where the reader stands between two bytes; kept over chunk boundaries.
const START: u32 = 0; // before a cell, skipping blanks
const PLAIN: u32 = 1; // in a cell that did not open with a quote
const QUOTED: u32 = 2; // between the quotes
const CLOSED: u32 = 3; // after a quote inside a quoted cell: closing, or the first of two
const TRAILING: u32 = 4; // in the blanks after a closing quote
const JUNK: u32 = 5; // after text that followed a closing quote: the row is malformed

const parameters = new Parameters();

let state: u32 = START;
let skipLf: bool = false; // the last byte was a CR that already ended a line
let malformed: bool = false;
let bom: u32 = 0; // how many bytes of a leading byte order mark were matched; 3 = decided

let row: usize = 0; // values of the current row, one after the other, unescaped
let rowLength: usize = 0;
let cellStart: usize = 0;
let cells: u32 = 0;
let starts: usize = 0; // u32 per cell, offsets in row
let ends: usize = 0;
let lineNumber: u32 = 1;
let quoteLine: u32 = 0;

let columns: u32 = 0; // 0 = no row accepted yet
let header: usize = 0; // encoded header row, to recognise repetitions
let headerLength: usize = 0;
let checked: usize = 0; // u8 per column: may this column not be empty?

let out: usize = 0;
let outCapacity: usize = 0;
let outLength: usize = 0;

let failure: string = "";

/** Reserves n bytes the host may write; they stay reserved for the life of the instance. */
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

/** Reads the parameters; 0, or -1 and error() says why. */
export function configure(at: usize, length: i32): i32 {
  failure = parameters.read(at, at + length);
  return failure.length == 0 ? 0 : -1;
}

/** The last error as UTF-8, packed like an output. */
export function error(): i64 {
  const bytes = String.UTF8.encode(failure);
  return ((<i64>changetype<usize>(bytes)) << 32) | bytes.byteLength;
}

/** Cleans the next chunk; the rows that it completed, or -1. */
export function process(at: usize, length: i32): i64 {
  if (row == 0) open();
  outLength = 0;
  return consume(at, at + length) ? packed() : -1;
}

/** Cleans what is left after the last chunk, or -1. */
export function finish(): i64 {
  if (row == 0) open();
  outLength = 0;
  if (bom < 3 && !replayBom()) return -1;
  if (state == QUOTED) {
    fail("the quote opened in line " + quoteLine.toString() + " is never closed");
    return -1;
  }
  if (state != START || cells > 0) {
    if (!endCell() || !endRow()) return -1;
  }
  return packed();
}

function open(): void {
  row = heap.alloc(MAX_ROW);
  starts = heap.alloc(MAX_CELLS * 4);
  ends = heap.alloc(MAX_CELLS * 4);
  outCapacity = 2 << 20;
  out = heap.alloc(outCapacity);
}

function packed(): i64 {
  return ((<i64>out) << 32) | outLength;
}

function fail(message: string): bool {
  failure = message;
  return false;
}

function consume(at: usize, end: usize): bool {
  let p = at;
  const delimiter = parameters.delimiter;
  while (bom < 3 && p < end) {
    const expected: u32 = bom == 0 ? 0xef : bom == 1 ? 0xbb : 0xbf;
    if (load<u8>(p) != expected) {
      if (!replayBom()) return false;
      break;
    }
    bom++;
    p++;
  }
  while (p < end) {
    if (skipLf) {
      skipLf = false;
      if (load<u8>(p) == LF) {
        p++;
        continue;
      }
    }
    if (state == PLAIN) {
      let q = p;
      while (q < end) {
        const c: u32 = load<u8>(q);
        if (c == delimiter || c == LF || c == CR) break;
        q++;
      }
      if (!append(p, q - p)) return false;
      p = q;
      if (p < end && !boundary(load<u8>(p++))) return false;
    } else if (state == START) {
      const c: u32 = load<u8>(p);
      if (c == delimiter || c == LF || c == CR) {
        p++;
        if (!boundary(c)) return false;
      } else if (c == SPACE || c == TAB) {
        p++;
      } else if (c == QUOTE) {
        p++;
        state = QUOTED;
        quoteLine = lineNumber;
      } else {
        state = PLAIN;
      }
    } else if (state == QUOTED) {
      let q = p;
      while (q < end) {
        const c: u32 = load<u8>(q);
        if (c == QUOTE || c == LF || c == CR) break;
        q++;
      }
      if (!append(p, q - p)) return false;
      p = q;
      if (p < end) {
        const c: u32 = load<u8>(p++);
        if (c == QUOTE) {
          state = CLOSED;
        } else {
          if (!appendByte(LF)) return false;
          lineNumber++;
          skipLf = c == CR;
        }
      }
    } else {
      const c: u32 = load<u8>(p++);
      if (c == delimiter || c == LF || c == CR) {
        if (!boundary(c)) return false;
      } else if (state == CLOSED && c == QUOTE) {
        if (!appendByte(QUOTE)) return false;
        state = QUOTED;
      } else if (c == SPACE || c == TAB) {
        if (state == CLOSED) state = TRAILING;
      } else {
        state = JUNK;
        malformed = true;
      }
    }
  }
  return true;
}

// A file may begin with one or two bytes of a mark that then is none: they are data.
function replayBom(): bool {
  const seen = bom;
  bom = 3;
  if (seen == 0) return true;
  state = PLAIN;
  return appendByte(0xef) && (seen == 1 || appendByte(0xbb));
}

// The byte that ends a cell: the delimiter, or a line end, which also ends the row.
@inline
function boundary(c: u32): bool {
  if (!endCell()) return false;
  if (c == parameters.delimiter) return true;
  skipLf = c == CR;
  return endRow();
}

@inline
function append(from: usize, length: usize): bool {
  if (rowLength + length > MAX_ROW) return tooLong();
  memory.copy(row + rowLength, from, length);
  rowLength += length;
  return true;
}

@inline
function appendByte(c: u32): bool {
  if (rowLength == MAX_ROW) return tooLong();
  store<u8>(row + rowLength, c);
  rowLength++;
  return true;
}

function tooLong(): bool {
  const line = (state == QUOTED ? quoteLine : lineNumber).toString();
  return fail(
    state == QUOTED
      ? "the quote opened in line " + line + " is not closed within 1 MiB"
      : "the row in line " + line + " is longer than 1 MiB",
  );
}

@inline
function isBlank(c: u32): bool {
  return c == SPACE || c == TAB || c == LF;
}

function endCell(): bool {
  if (cells == MAX_CELLS) {
    return fail("the row in line " + lineNumber.toString() + " has more than 65536 cells");
  }
  let from = cellStart;
  let to = rowLength;
  while (from < to && isBlank(load<u8>(row + from))) from++;
  while (to > from && isBlank(load<u8>(row + to - 1))) to--;
  store<u32>(starts + cells * 4, from);
  store<u32>(ends + cells * 4, to);
  cells++;
  cellStart = rowLength;
  state = START;
  return true;
}

function endRow(): bool {
  const kept = judge();
  rowLength = 0;
  cellStart = 0;
  cells = 0;
  malformed = false;
  lineNumber++;
  return kept;
}

// Decides over the finished row: true unless the whole run has failed.
function judge(): bool {
  if (cells == 1 && load<u32>(starts) == load<u32>(ends) && !malformed) return true;
  if (columns == 0) {
    if (malformed) return parameters.header ? fail("the header in line " + lineNumber.toString() + " has text after a closing quote") : true;
    columns = cells;
    if (parameters.header) return beginTable();
    if (parameters.columns.length > 0) return fail("parameter columns needs a header; remove it or set header to yes");
  }
  if (malformed || cells != columns) return true;
  if (parameters.dropMissing && missesValue()) return true;
  const before = outLength;
  emit();
  if (repeatsHeader(before)) outLength = before;
  else if (parameters.lower) lower(out + before, out + outLength);
  return true;
}

function beginTable(): bool {
  const before = outLength;
  emit();
  headerLength = outLength - before;
  header = heap.alloc(headerLength);
  memory.copy(header, out + before, headerLength);
  if (parameters.columns.length == 0) return true;
  checked = heap.alloc(columns);
  memory.fill(checked, 0, columns);
  for (let i = 0; i < parameters.columns.length; i++) {
    const name = parameters.columns[i];
    let found = false;
    for (let c: u32 = 0; c < columns; c++) {
      const from = load<u32>(starts + c * 4);
      if (String.UTF8.decodeUnsafe(row + from, load<u32>(ends + c * 4) - from) == name) {
        store<u8>(checked + c, 1);
        found = true;
      }
    }
    if (!found) return fail("parameter columns names " + name + ", which the header does not have");
  }
  return true;
}

function repeatsHeader(from: usize): bool {
  return header != 0 && outLength - from == headerLength && memory.compare(out + from, header, headerLength) == 0;
}

// ASCII only. The delimiter and the quote are no letters, so a finished row may be folded whole.
function lower(from: usize, end: usize): void {
  for (let p = from; p < end; p++) {
    const c: u32 = load<u8>(p);
    if (c - 0x41 < 26) store<u8>(p, c | 0x20);
  }
}

function missesValue(): bool {
  for (let c: u32 = 0; c < cells; c++) {
    if (checked != 0 && load<u8>(checked + c) == 0) continue;
    const from = load<u32>(starts + c * 4);
    if (isMissing(row + from, load<u32>(ends + c * 4) - from)) return true;
  }
  return false;
}

// "", "?", "na", "n/a", "nan" and "null" in any ASCII case mean: no value.
function isMissing(at: usize, length: u32): bool {
  if (length == 0) return true;
  if (length > 4) return false;
  const a: u32 = load<u8>(at);
  if (length == 1) return a == 0x3f;
  if ((a | 0x20) != 0x6e) return false;
  const b: u32 = load<u8>(at + 1) | 0x20;
  const c: u32 = length > 2 ? load<u8>(at + 2) : 0;
  if (length == 2) return b == 0x61;
  if (length == 3) return (load<u8>(at + 1) == 0x2f && (c | 0x20) == 0x61) || (b == 0x61 && (c | 0x20) == 0x6e);
  return b == 0x75 && (c | 0x20) == 0x6c && (load<u8>(at + 3) | 0x20) == 0x6c;
}

function emit(): void {
  reserve(rowLength * 2 + cells * 3 + 2);
  let to = out + outLength;
  for (let c: u32 = 0; c < cells; c++) {
    if (c > 0) store<u8>(to++, parameters.delimiter);
    const from = row + load<u32>(starts + c * 4);
    to = cell(from, row + load<u32>(ends + c * 4), to);
  }
  store<u8>(to++, LF);
  outLength = to - out;
}

// Writes one cell, quoted only where it must be; the end of what was written.
function cell(from: usize, end: usize, to: usize): usize {
  const delimiter = parameters.delimiter;
  const begin = to;
  for (let p = from; p < end; p++) {
    const c: u32 = load<u8>(p);
    if (c == QUOTE || c == LF || c == delimiter) return quotedCell(from, end, begin);
    store<u8>(to++, c);
  }
  return to;
}

function quotedCell(from: usize, end: usize, to: usize): usize {
  store<u8>(to++, QUOTE);
  for (let p = from; p < end; p++) {
    const c: u32 = load<u8>(p);
    if (c == QUOTE) store<u8>(to++, QUOTE);
    store<u8>(to++, c);
  }
  store<u8>(to++, QUOTE);
  return to;
}

function reserve(more: usize): void {
  if (outLength + more <= outCapacity) return;
  let capacity = outCapacity * 2;
  while (capacity < outLength + more) capacity *= 2;
  const wider = heap.alloc(capacity);
  memory.copy(wider, out, outLength);
  out = wider;
  outCapacity = capacity;
}
