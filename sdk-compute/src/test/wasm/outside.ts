// Gives an output that is not in its memory.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

export function process(at: usize, length: i32): i64 {
  return ((<i64>0x7fff0000) << 32) | length;
}

export function finish(): i64 {
  return 0;
}
