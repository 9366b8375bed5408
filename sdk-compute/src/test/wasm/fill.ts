// Runs for long in one instruction at a time: fills its memory over and over.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

function fill(at: usize, n: i32): void {
  memory.fill(at, <u8>n, 1 << 20);
  if (n > 0) {
    fill(at, n - 1);
    fill(at, n - 1);
  }
}

export function process(at: usize, length: i32): i64 {
  fill(at, 40);
  return 0;
}

export function finish(): i64 {
  return 0;
}
