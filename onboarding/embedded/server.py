"""What an embedded server is to whoever starts it."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.guardian import Program


@dataclass(frozen=True)
class Server:
    """A program, the settings that lead to it, and how to know that it can be used.

    `try_it` raises one of `not_yet` while the server is still starting.
    """

    program: Program
    environment: Mapping[str, str]
    try_it: Callable[[], None]
    not_yet: type[Exception]

    def wait_until_ready(self, process: subprocess.Popen[bytes], timeout_s: float = 60.0) -> None:
        """Return when the server can be used. Raises CannotStart if it ends first or takes too long."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                return self.try_it()
            except self.not_yet as cause:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise CannotStart(self._failure(cause)) from cause
            time.sleep(0.05)

    def _failure(self, cause: Exception) -> str:
        log = self.program.log
        end = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
        return f"{self.program.name} did not start: {cause}\n{log} ends:\n{end}"
