# Builds an empty place with the system's programs, read-only, and runs the rest of the arguments
# there as nobody. Runs as the first process of new namespaces. $1: bytes of the files below /tmp.
set -eu
# Only where it is the first process of a namespace of processes: what follows changes mounts.
if [ "$$" -ne 1 ]; then
    echo "no namespace was made"
    exit 1
fi
PATH=/usr/sbin:/usr/bin:/sbin:/bin
size=$1
shift
umask 022
mount --make-rprivate /
mount -t tmpfs -o size=1m,nr_inodes=256,mode=755,nosuid,nodev confined /tmp
cd /tmp
mkdir usr proc dev tmp old

# What is mounted below a place is bound with it, and must be made read-only by itself.
bind() {
    mount --rbind "$1" "/tmp$1"
    while read -r _ _ _ _ place _; do
        case $place in
        "/tmp$1" | "/tmp$1"/*) mount -o remount,bind,ro,nosuid,nodev "$place" ;;
        esac
    done </proc/self/mountinfo
}
bind /usr
for place in bin sbin lib lib64 lib32; do
    if [ -L "/$place" ]; then
        ln -s "$(readlink "/$place")" "$place"
    elif [ -d "/$place" ]; then
        mkdir "$place"
        bind "/$place"
    fi
done
for device in null zero urandom; do
    : >"dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t tmpfs -o "size=$size,nr_inodes=1024,mode=1777,nosuid,nodev" confined tmp
hostname confined 2>/dev/null || :
pivot_root . old
umount -l old
rmdir old
cd /

# One more namespace of users, in which there is nobody with rights, and none after it. Memory that
# outlives the processes which hold it is not to be had.
echo 1 >/proc/sys/user/max_user_namespaces
for limit in shmmni msgmni; do
    echo 0 2>/dev/null >"/proc/sys/kernel/$limit" || :
done
mount -o remount,bind,ro /
cd /tmp
exec unshare --user --map-user=65534 --map-group=65534 -- \
    setpriv --no-new-privs --inh-caps=-all -- "$@"
