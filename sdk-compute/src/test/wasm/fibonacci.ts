// Runs for ever without a loop: calls only.
export function alloc(n: i32): usize {
  return heap.alloc(n);
}

function fibonacci(n: i32): i64 {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

export function process(at: usize, length: i32): i64 {
  return fibonacci(90) & 1;
}

export function finish(): i64 {
  return 0;
}
