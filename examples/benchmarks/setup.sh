# Sourced by the scripts beside it: finds the CLI, installs the pinned npm peers, makes a scratch folder.
# CARRACK names another launcher than examples/cli/carrack, SEED repeats an earlier run, TMPDIR says where.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
carrack=${CARRACK:-$here/../cli/carrack}
seed=${SEED:-}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

[ -x "$carrack" ] || fail "no CLI launcher at $carrack; build it with ./mvnw -q -DskipTests package"
command -v npm >/dev/null || fail "npm is not on the PATH; install Node 20 or later"

if ! [ "$here/node_modules/.package-lock.json" -nt "$here/package-lock.json" ]; then
  echo "installing the pinned npm peers" >&2
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || fail "npm ci did not work in $here"
  touch "$here/node_modules/.package-lock.json"
fi

[ -n "$seed" ] || seed=$(node -p 'crypto.randomBytes(16).toString("hex")')
echo "seed $seed (repeat with SEED=$seed)"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/carrack-benchmark.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
