#!/usr/bin/env bash
# What the next version of a model costs: new bytes against the least that must be stored, over 20
# layouts, and three changes against which nothing helps. Exits 1 on a missed reach (about a minute).
# Build first: ./mvnw -q -DskipTests package
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
classes=$root/sdk-core/target/classes:$here/target/classes
[ -d "${classes##*:}" ] || { echo "FAILED: not built; run ./mvnw -q -DskipTests package" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
exec_java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cp=$classes$(find "$here/target/lib" -name '*.jar' -printf ':%p' 2>/dev/null || true)
"$exec_java" -Xmx256m -cp "$cp" dev.carrack.benchmarks.Restore \
  "$scratch" "${SEED:-20261122}" "$here/target/restore-$(date -u +%Y%m%dT%H%M%SZ).json"
