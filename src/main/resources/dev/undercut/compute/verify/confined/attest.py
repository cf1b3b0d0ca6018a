# Attempts to break out. Each must find the wall; an error means that there is a hole.
import os

for place in ("/etc/passwd", "/etc/shadow", "/home", "/root", "/var", "/proc/1/root/etc/passwd"):
    assert not os.path.exists(place), "it can see " + place
# --- 
import os

for place in ("/usr/undercut", "/undercut", "/dev/undercut", "/proc/sys/kernel/hostname"):
    try:
        open(place, "w").close()
    except OSError:
        continue
    raise AssertionError("it can write " + place)
# --- 
import os
import socket

assert set(os.listdir("/sys") if os.path.exists("/sys") else []) == set(), "it can see devices"
links = [line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line]
assert set(links) <= {"lo"}, "it has a network"
try:
    socket.create_connection(("192.0.2.1", 80), 0.2).close()
    raise AssertionError("it reaches a network")
except OSError:
    pass
# --- 
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
assert status["Uid"].split()[1] != "0", "it is the superuser"
assert int(status["CapEff"], 16) == 0 and int(status["CapPrm"], 16) == 0, "it has rights"
assert status["NoNewPrivs"].strip() == "1", "it could gain rights"
# --- 
import os

pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
assert len(pids) < 10 and max(pids) < 1000, "it sees processes of others"
# --- 
import os

children = []
try:
    while len(children) <= PROCESSES:
        child = os.fork()
        if child == 0:
            os.read(os.pipe()[0], 1)
            os._exit(0)
        children.append(child)
except OSError:
    pass
assert len(children) < PROCESSES, "it can start any number of processes"
# --- 
try:
    block = bytearray(1 << 40)
except MemoryError:
    block = None
assert block is None, "it can take any amount of memory"
