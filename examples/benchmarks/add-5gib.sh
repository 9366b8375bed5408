#!/usr/bin/env bash
# usage: add-5gib.sh [BYTES]
# Adds BYTES (default 5 GiB) of fresh random bytes with a 64 MiB heap, and checks in the same run that
#   - the resident memory of the whole process tree stayed within 160 MiB,
#   - the CID is the one ipfs-unixfs-importer 17 computes under the profile unixfs-v1-2025,
#   - after the source file is deleted, `cat` gives the bytes back (SHA-256).
# Prints the figures and exits 1 on any miss. Linux only (/proc). Needs a little over twice BYTES of disk.
set -euo pipefail
bytes=${1:-$((5 << 30))}
limit_kib=$((160 << 10))
[[ $bytes =~ ^[0-9]+$ ]] || { echo "usage: $0 [BYTES]" >&2; exit 2; }
[ -r /proc/self/stat ] || { echo "FAILED: resident memory is read from /proc: run on Linux" >&2; exit 1; }
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_kib=$((bytes / 1024 * 21 / 10 + (64 << 10)))
free_kib=$(df -Pk "$scratch" | awk 'NR == 2 { print $4 }')
[ "$free_kib" -ge "$need_kib" ] ||
  fail "$((free_kib >> 10)) MiB free in $scratch, $((need_kib >> 10)) needed; set TMPDIR to a larger disk or give fewer BYTES"

# run NAME COMMAND...: stdout to $scratch/NAME.out, figures printed; a failure shows what the command said.
run() {
  local name=$1 code=0
  shift
  node "$here/watched.mjs" "$scratch/$name.figures" "$@" >"$scratch/$name.out" 2>"$scratch/$name.err" || code=$?
  [ $code -eq 0 ] || { tail -n 20 "$scratch/$name.err" >&2; fail "$name exited with $code"; }
  awk -v name="$name" -v bytes="$bytes" '{ printf "%-9s %8.2f s %8.2f cpu-s %7.0f MiB/s %6.0f MiB peak RSS\n",
    name, $1, $2, bytes / 1048576 / $1, $3 / 1024 }' "$scratch/$name.figures"
}

echo "$bytes bytes; $(nproc) CPUs, load$(uptime | sed 's/.*load average//')"
expected=$(node "$here/seeded.mjs" "$seed" "$bytes" "$scratch/source")

JAVA_OPTS=-version "$carrack" 2>&1 | grep -q 'Runtime Environment' ||
  fail "$carrack does not pass JAVA_OPTS to java, so the heap would not be bounded"
export JAVA_OPTS=-Xmx64m
run add "$carrack" add "$scratch/source" --store "$scratch/store"
cid=$(tail -n 1 "$scratch/add.out")
run importer node "$here/unixfs-peer.mjs" "$scratch/source"
peer=$(cat "$scratch/importer.out")
rm "$scratch/source"

# The digest is taken on the way: the bytes are not written a second time.
run cat bash -o pipefail -c '"$0" cat "$1" --store "$2" | sha256sum' "$carrack" "$cid" "$scratch/store"
actual=$(cut -d ' ' -f 1 "$scratch/cat.out")

read -r _ _ peak_kib <"$scratch/add.figures"
[ "$cid" = "$peer" ] || fail "add says '$cid', ipfs-unixfs-importer says '$peer'"
[ "$actual" = "$expected" ] || fail "cat gives SHA-256 $actual, the source had $expected"
[ "$peak_kib" -le "$limit_kib" ] || fail "add took $((peak_kib >> 10)) MiB resident, more than $((limit_kib >> 10))"
echo "EQUAL: $cid, sha256 $actual, peak $((peak_kib >> 10)) MiB of $((limit_kib >> 10))"
