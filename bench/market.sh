#!/bin/sh
# The market's commands from cold processes, with the start-up cache, in turns with processes that
# do nothing: `market index`, `models --json`, the import of a 5 MB feed, and the book at a start.
#   bench/market.sh             a minute; writes bench/MARKET.md
#   bench/market.sh --rounds 9
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
. "$here/jdk.sh"

# The cache belongs to a JDK and its options: all runs get the same.
JAVA_HOME=$JDK
export JAVA_HOME
unset JAVA_OPTS JAVA_TOOL_OPTIONS UNDERCUT_JAVA_HOME UNDERCUT_JAVA_OPTS UNDERCUT_AOT

mvn -q -B -f "$here/load/pom.xml" -DskipTests package

# The first use builds the product, and a second process makes the cache, which takes some seconds.
"$root/undercut" --version >/dev/null
cache=$root/target/undercut.aot
waited=0
until [ -f "$cache.key" ] && [ "$cache" -nt "$root/target/undercut.jar" ]; do
    waited=$((waited + 1))
    if [ "$waited" -gt 120 ]; then
        echo "bench: the start-up cache was not made; start $root/undercut again, or build anew" >&2
        exit 1
    fi
    sleep 1
done

exec "$JDK/bin/java" -XX:+UseSerialGC -Xmx256m \
    -cp "$here/load/target/undercut-bench-load.jar" dev.undercut.bench.ColdRuns \
    --root "$root" --markdown "$here/MARKET.md" "$@"
