// Divides by zero when the first byte is zero.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

export function process(at: usize, length: i32): i64 {
  return 7 / load<u8>(at);
}

export function finish(): i64 {
  return 0;
}
