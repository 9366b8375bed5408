// Uses vector instructions.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

export function process(at: usize, length: i32): i64 {
  v128.store(at, i32x4.add(v128.load(at), v128.load(at, 16)));
  return 0;
}

export function finish(): i64 {
  return 0;
}
