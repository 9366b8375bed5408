// Calls itself until the stack is full.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

function deeper(at: usize): i64 {
  store<u8>(at, load<u8>(at) + 1);
  return deeper(at) + deeper(at + 1);
}

export function process(at: usize, length: i32): i64 {
  return deeper(at);
}

export function finish(): i64 {
  return 0;
}
