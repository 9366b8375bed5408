#!/usr/bin/env bash
# mutation.sh [PACKAGE...]: PIT on dev.carrack.core.PACKAGE, all that read untrusted formats by
# default. Prints what each run killed and exits 1 if one falls below 80 %; the reports are under
# target/mutation. Half an hour in all on two quiet cores.
set -eu

cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- ipld car piece unixfs
failed=0
./mvnw -q -Pmutation -pl sdk-core test-compile
for package in "$@"; do
  echo "dev.carrack.core.$package"
  log=sdk-core/target/mutation/$package.log
  mkdir -p "${log%/*}"
  ./mvnw -q -Pmutation -pl sdk-core org.pitest:pitest-maven:mutationCoverage \
    -Dmutation.package="$package" >"$log" 2>&1 || failed=1
  grep -E '^>> (Line|Gen|Mut)|ERROR.*[Mm]utation score' "$log" || tail -n 20 "$log"
done
exit $failed
