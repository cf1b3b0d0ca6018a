#!/bin/sh
# The whole comparison in one run: direct, nginx, Undercut and Portkey on loopback, interleaved.
#   bench/run.sh            about ten minutes
#   bench/run.sh --quick    under three minutes, one round: indicative only
#   bench/run.sh --only nginx,undercut
# Writes bench/RESULTS.md (with --quick: only bench/target/RESULTS.md) and bench/results.json.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
. "$here/jdk.sh"

quick=false
for flag in "$@"; do
    [ "$flag" != --quick ] || quick=true
done

# The product and the load tools, built together; the product's launcher would build it too, but not
# in the time that is measured.
mvn -q -B -f "$here/pom.xml" -DskipTests -pl dev.undercut:undercut-bench-load,dev.undercut:undercut package

PATH=$PATH:/usr/sbin
export PATH
if ! command -v nginx >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -q nginx-light >/dev/null || echo "bench: nginx could not be installed" >&2
    else
        echo "bench: nginx is missing and will be left out (Debian: apt-get install nginx-light)" >&2
    fi
fi
if [ ! -d "$here/portkey/node_modules/@portkey-ai/gateway" ]; then
    if command -v npm >/dev/null; then
        (cd "$here/portkey" && npm ci --silent --no-audit --no-fund --ignore-scripts >&2) \
            || echo "bench: Portkey could not be installed and will be left out" >&2
    else
        echo "bench: npm is missing; Portkey will be left out" >&2
    fi
fi

# 1,000 streams need two sockets each in a proxy.
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)"

markdown=$here/RESULTS.md
[ "$quick" = false ] || markdown=$here/target/RESULTS.md
mkdir -p "$here/target"
exec "$JDK/bin/java" -XX:+UseSerialGC -Xmx512m \
    -cp "$here/load/target/undercut-bench-load.jar" dev.undercut.bench.Compare \
    --root "$root" --markdown "$markdown" --json "$here/results.json" "$@"
