# Sourced: sets JDK to the folder of a JDK that is new enough, or ends the script that sources it.
version=25

jdk_of() {
    [ -x "$1/bin/javac" ] || return 1
    major=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge "$version" ]
}

find_jdk() {
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname -- "$(dirname -- "$(readlink -f "$on_path")")")
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/*; do
        if [ -n "$home" ] && jdk_of "$home"; then
            echo "$home"
            return
        fi
    done
    echo "bench: no JDK $version or newer found; set JAVA_HOME" >&2
    exit 2
}

JDK=$(find_jdk) || exit 2
