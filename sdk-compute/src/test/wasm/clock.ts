// Wants to know what time it is.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

@external("env", "now")
declare function now(): i64;

export function process(at: usize, length: i32): i64 {
  return now() & 1;
}

export function finish(): i64 {
  return 0;
}
