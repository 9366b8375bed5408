#!/usr/bin/env bash
# Installs the pinned peers of the interop tests, each through its own package client, and prints the folder to run
# them from:
#   setup.sh npm   the packages of package-lock.json beside this file
#   setup.sh go    Kubo and go-car as go/go.sum pins them, built into the user's cache folder (CARRACK_CACHE names
#                  another); the first build of Kubo takes minutes, later ones seconds
# A missing tool fails by name.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

case "${1:-}" in
  npm)
    command -v node >/dev/null || fail "node is not on the PATH; install Node.js 20 or later"
    command -v npm >/dev/null || fail "npm is not on the PATH; install Node.js 20 or later"
    cd "$here"
    if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
      echo "installing the pinned npm peers" >&2
      npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || fail "npm ci did not work in $here"
      touch node_modules/.package-lock.json
    fi
    echo "$here/peers"
    ;;
  go)
    command -v go >/dev/null || fail "go is not on the PATH; install Go 1.26.4 or later"
    bin="${CARRACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/carrack}/interop/bin"
    mkdir -p "$bin"
    [ -x "$bin/ipfs" ] || echo "building Kubo for the first time, which takes minutes" >&2
    export GOFLAGS=-mod=readonly
    cd "$here/go"
    nice -n 10 go build -o "$bin/ipfs" github.com/ipfs/kubo/cmd/ipfs >&2 || fail "go did not build Kubo in $here/go"
    nice -n 10 go build -o "$bin/gocar" ./gocar >&2 || fail "go did not build go-car in $here/go"
    echo "$bin"
    ;;
  *)
    fail "say npm or go"
    ;;
esac
