# Runs each test after the program, in a process of its own. Reads {"word", "program", "tests",
# "each", "whole"} from standard input and writes a line for each test: the word, the test's number,
# 1 or 0, and what was wrong in hexadecimal. Whoever does not know the word cannot forge a line by
# printing it.
import json
import os
import select
import signal
import sys
import time


def settle():
    """
    Keeps other processes of this user from reading this one's memory or writing to it
    (PR_SET_DUMPABLE), and makes this one the parent of orphans (PR_SET_CHILD_SUBREAPER).
    """
    try:
        import ctypes

        system = ctypes.CDLL(None)
        system.prctl(4, 0, 0, 0, 0)
        system.prctl(36, 1, 0, 0, 0)
    except Exception:
        pass


def said(error):
    try:
        text = type(error).__name__ + ": " + str(error)
    except BaseException:
        text = "an error that cannot be shown"
    return text[:500].encode("utf-8", "replace")


def attempt(program, test, pipe, proof):
    """In the child: never returns."""
    os.closerange(3, pipe)
    os.closerange(pipe + 1, 64)
    for stream in (1, 2):
        os.dup2(0, stream)
    place = {"__name__": "solution", "__builtins__": __builtins__}
    try:
        exec(compile(program, "program", "exec"), place)
        exec(compile(test, "test", "exec"), place)
    except BaseException as error:
        os.write(pipe, said(error))
        os._exit(1)
    os.write(pipe, proof)
    os._exit(0)


def descendants():
    """Processes that come from this one, whoever their parent was."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as stat:
                    parents[int(name)] = int(stat.read().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                pass
    found = {os.getpid()}
    grown = True
    while grown:
        grown = {pid for pid, parent in parents.items() if parent in found} - found
        found |= grown
    return found - {os.getpid()}


def sweep():
    """
    Ends whatever the child left behind, and nothing else: only what comes from this process is ever
    signalled. Stopped first, so that what forks without end finds no room to do so.
    """
    for signum in (signal.SIGSTOP, signal.SIGKILL):
        known = set()
        for _ in range(50):
            now = descendants()
            if now <= known:
                break
            for pid in now:
                try:
                    os.kill(pid, signum)
                except OSError:
                    pass
            known |= now
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                for pid in descendants():
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.001)
        except ChildProcessError:
            return
        except OSError:
            pass


def confined():
    """Whether this is a place of its own: nothing is done, and no program run, in any other."""
    strangers = [name for name in os.listdir("/proc") if name.isdigit()]
    return os.getuid() != 0 and len(strangers) < 10 and not os.path.exists("/etc/passwd")


def outcome(program, test, until):
    """What the child says, within the time."""
    proof = os.urandom(16)
    read, write = os.pipe()
    try:
        child = os.fork()
    except OSError as error:
        os.close(read)
        os.close(write)
        return False, said(error)
    if child == 0:
        os.close(read)
        attempt(program, test, write, proof)
    os.close(write)
    heard = b""
    late = False
    while len(heard) < 1024:
        left = until - time.monotonic()
        if left <= 0 or not select.select([read], [], [], left)[0]:
            late = True
            break
        piece = os.read(read, 1024)
        if not piece:
            break
        heard += piece
        if heard == proof:
            break
    os.close(read)
    sweep()
    if heard == proof:
        return True, b""
    return False, b"no end within its time" if late else heard[:500] or b"it ended early"


def main():
    if not confined():
        print("it is not confined: it can see files or processes of this machine")
        return
    settle()
    job = json.loads(sys.stdin.buffer.read())
    os.dup2(os.open("/dev/null", os.O_RDWR), 0)
    end = time.monotonic() + job["whole"]
    for number, test in enumerate(job["tests"]):
        until = min(end, time.monotonic() + job["each"])
        passed, why = outcome(job["program"], test, until)
        line = "%s %d %d %s\n" % (job["word"], number, 1 if passed else 0, why.hex())
        os.write(1, line.encode("ascii"))


main()
