// Never comes back from its start function.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

let i: i32 = 0;
while (i >= 0) i = (i + 1) & 0xffff;

export function process(at: usize, length: i32): i64 {
  return 0;
}

export function finish(): i64 {
  return 0;
}
