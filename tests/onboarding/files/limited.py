"""Functions that tests run in a limited child."""

import os
import socket
import time

from onboarding.files.limits import Answer


def reversed_bytes(content: bytes, *, times: int = 1) -> Answer:
    return Answer({"pid": os.getpid(), "group": os.getpgrp(), "times": times}, [content[::-1]] * times)


def hungry(content: bytes) -> Answer:
    return Answer({"bytes": len(bytearray(200 * 1024**2))}, [])


def busy(content: bytes) -> Answer:
    while True:
        pass


def asleep(content: bytes) -> Answer:
    time.sleep(60)
    return Answer({}, [])


def leaving_somebody(content: bytes) -> Answer:
    """Answer at once, and leave a process behind that sleeps on."""
    left = os.fork()
    if left == 0:
        time.sleep(60)
        os._exit(0)
    return Answer({"left": left}, [])


def crashing(content: bytes) -> Answer:
    os.abort()


def talkative(content: bytes) -> Answer:
    return Answer({}, [bytes(1024**2)] * 8)


def lying(content: bytes) -> Answer:
    """Write the answer it was given, in place of its own."""
    os.write(1, content)
    os._exit(0)


def curious(content: bytes) -> Answer:
    """Tell what it can see and reach."""
    return Answer({"opens": opens(), "connects": connects(), "environment": sorted(os.environ)}, [])


def opens() -> bool:
    try:
        open("/etc/hostname").close()  # noqa: PTH123
    except OSError:
        return False
    return True


def connects() -> bool:
    try:
        socket.socket().close()
    except OSError:
        return False
    return True
