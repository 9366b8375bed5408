#!/usr/bin/env bash
# Prints the rate of piece commitments against the JDK's own SHA-256 in one process (about 15 s).
# Build first: ./mvnw -q -DskipTests package
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
classes=$root/sdk-core/target/classes:$root/examples/benchmarks/target/classes
[ -d "${classes##*:}" ] || { echo "FAILED: not built; run ./mvnw -q -DskipTests package" >&2; exit 1; }
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m -cp "$classes" dev.carrack.benchmarks.PieceRate
