#!/bin/sh
# Runs the microbenchmarks; arguments go to JMH, such as a pattern of names or -prof gc.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../jdk.sh"
mvn -q -B -f "$here/../pom.xml" -DskipTests -pl dev.undercut:undercut-bench-jmh,dev.undercut:undercut package
exec "$JDK/bin/java" -cp "$here/target/undercut-bench-jmh.jar:$here/target/lib/*" org.openjdk.jmh.Main "$@"
