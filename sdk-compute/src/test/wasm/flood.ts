// Gives more than it gets, without end.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

export function process(at: usize, length: i32): i64 {
  return ((<i64>at) << 32) | (1 << 20);
}

export function finish(): i64 {
  return 0;
}
