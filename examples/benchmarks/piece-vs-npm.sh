#!/usr/bin/env bash
# Compares `carrack piece` with an independent implementation (npm fr32-sha2-256-trunc254-padded-binary-tree-
# multihash, Rust in WASM) on fresh random payloads: every length 0..127, 127 * 2^n - 1, + 0 and + 1 for n up to
# 14, and 50 random lengths up to 16 MiB. Without arguments it makes the payloads; given files or folders it
# compares those. Exits 1 on the first difference.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

if [ $# -eq 0 ]; then
  node "$here/piece-payloads.mjs" "$seed" "$scratch/payloads"
  set -- "$scratch/payloads"
fi
find "$@" -type f -print0 | LC_ALL=C sort -z >"$scratch/files"
[ -s "$scratch/files" ] || fail "no files to compare in $*"

xargs -0 "$carrack" piece <"$scratch/files" >"$scratch/ours" || fail "carrack piece exited with $?"
xargs -0 node "$here/piece-peer.mjs" <"$scratch/files" >"$scratch/peer" || fail "the npm peer exited with $?"

files=$(tr -dc '\0' <"$scratch/files" | wc -c)
[ "$(wc -l <"$scratch/ours")" -eq "$files" ] || fail "carrack piece printed no line for some of $files files"
refused=0
compared=0
while IFS= read -r -d '' file && IFS= read -r ours <&3 && IFS= read -r peer <&4; do
  if [[ $peer == refused* ]]; then
    refused=$((refused + 1))
    echo "the peer refuses $(wc -c <"$file") bytes: ${peer#refused }"
  elif [ "$ours" != "$peer" ]; then
    fail "$(wc -c <"$file") bytes: carrack says '$ours', the peer says '$peer'"
  else
    compared=$((compared + 1))
  fi
done <"$scratch/files" 3<"$scratch/ours" 4<"$scratch/peer"
[ $((compared + refused)) -eq "$files" ] || fail "only $compared of $files payloads were compared"
[ "$compared" -gt 0 ] || fail "the peer refused every payload"
echo "EQUAL: $compared payloads, $refused refused by the peer"
