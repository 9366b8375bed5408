#!/usr/bin/env bash
# usage: speed.sh [--full|--trial] [--rows memory,cid,pass,commp,reads,jmh,restore]
# Measures the whole speed table: builds the command line and the benchmarks, installs the pinned npm and Go
# peers, runs them by turns with ours, checks that results are equal before it prints a time, prints the table with
# the reach of each row, writes the raw runs to target/speed-*.json, and exits 1 on a missed reach.
# --full takes JMH's long form and more rounds; --trial runs everything over 1/32 of the
# bytes to see that it works; --rows measures some rows only. SEED repeats a run's random bytes,
# TMPDIR says where 22 GiB are free, NO_BUILD=1 takes what is built. Linux; about twelve minutes on two quiet cores.
set -euo pipefail
[ -r /proc/self/status ] || { echo "FAILED: CPU and memory are read from /proc: run on Linux" >&2; exit 1; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [ -z "${NO_BUILD:-}" ]; then
  echo "building" >&2
  (cd "$root" && ./mvnw -q -DskipTests -pl examples/cli,examples/benchmarks -am package >&2)
fi
source "$root/examples/benchmarks/setup.sh"

# The Go peer is kept per version: its module sums say which.
command -v go >/dev/null || fail "go is not on the PATH; install Go 1.24 or later"
peer=$here/peers/stream-commp
version=$(cat "$peer"/go.mod "$peer"/go.sum "$peer"/main.go | sha256sum | cut -c 1-16)
export STREAM_COMMP=${XDG_CACHE_HOME:-$HOME/.cache}/carrack/stream-commp-$version
if ! [ -x "$STREAM_COMMP" ]; then
  echo "building the pinned Go peer" >&2
  mkdir -p "$(dirname "$STREAM_COMMP")"
  (cd "$peer" && go build -trimpath -o "$STREAM_COMMP" .) || fail "go build did not work in $peer"
fi

free_gib=$(df -Pk "$scratch" | awk 'NR == 2 { print int($4 / 1048576) }')
[ "$free_gib" -ge 22 ] || fail "$free_gib GiB free in $scratch, 22 needed; set TMPDIR to a larger disk"

node "$here/speed.mjs" "$seed" "$scratch" "$@"
