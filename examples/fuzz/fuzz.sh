#!/usr/bin/env bash
# fuzz.sh [SECONDS] [TARGET...]: fuzzes each target (all by default) for SECONDS (120 by default),
# prints executions, edges and findings of each, and exits 1 if one found something. Seeds come
# from the official vectors too if CARRACK_FIXTURES names their folder; corpora and logs are under
# target/fuzz.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-120}
shift $(($# > 0 ? 1 : 0))
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

cd "$here/../.."
./mvnw -q -Pfuzz -pl examples/fuzz -am -DskipTests package
cd "$here"
echo "Jazzer $(ls target/lib | sed -n 's/^jazzer-\([0-9.]*\)\.jar$/\1/p')," \
  "$("$java" -version 2>&1 | sed -n 2p), $(date -u +%F)"
exec "$java" -cp "target/carrack-fuzz.jar:target/lib/*" dev.carrack.fuzz.Fuzz target/fuzz \
  "$seconds" "$@"
