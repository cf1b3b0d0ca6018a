#!/bin/sh
# 2,000 paced streams at once, through nginx and through Undercut in turns: none may be dropped.
#   bench/streams.sh            two minutes; writes bench/STREAMS.md
#   bench/streams.sh --streams 500 --pace-ms 50 --chunks 60 --rounds 1
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
. "$here/jdk.sh"

mvn -q -B -f "$here/pom.xml" -DskipTests -pl dev.undercut:undercut-bench-load,dev.undercut:undercut package

PATH=$PATH:/usr/sbin
export PATH
command -v nginx >/dev/null || {
    echo "bench: nginx is missing (Debian: apt-get install nginx-light)" >&2
    exit 1
}

# A proxy has two sockets for each stream.
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)"

exec "$JDK/bin/java" -XX:+UseSerialGC -Xmx512m \
    -cp "$here/load/target/undercut-bench-load.jar" dev.undercut.bench.ManyStreams \
    --root "$root" --markdown "$here/STREAMS.md" "$@"
