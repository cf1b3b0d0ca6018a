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


def hide():
    """Keeps other processes of this user from reading this one's memory or writing to it."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
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


def sweep():
    """Ends whatever the child left behind: all of this place but this process and the first."""
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            pass
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.001)
        except OSError:
            return


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
    hide()
    job = json.loads(sys.stdin.buffer.read())
    os.dup2(os.open("/dev/null", os.O_RDWR), 0)
    end = time.monotonic() + job["whole"]
    for number, test in enumerate(job["tests"]):
        until = min(end, time.monotonic() + job["each"])
        passed, why = outcome(job["program"], test, until)
        line = "%s %d %d %s\n" % (job["word"], number, 1 if passed else 0, why.hex())
        os.write(1, line.encode("ascii"))


main()
