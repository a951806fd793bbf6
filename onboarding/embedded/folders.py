"""Where the embedded servers keep data and sockets, and as which user they run."""

import hashlib
import os
import pwd
import re
import stat
import tempfile
from pathlib import Path

from onboarding.supervisor.claim import CannotStart

# A socket path holds 108 bytes on Linux and 104 on macOS; PostgreSQL adds ".s.PGSQL.5432.lock" to the folder.
MAX_SOCKET_PATH_BYTES = 100
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
# The path stands in three kinds of address and a list of PostgreSQL's, which quote the rest each their way.
PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)


def make_folder(folder: Path) -> None:
    """The folder exists; one made here may be entered by others, whatever the umask, so by `nobody` too."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        place.chmod(0o755)


def make_private_folder(folder: Path, user: str | None) -> None:
    """The folder exists, belongs to `user` (None: to us), and nobody else may enter it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if user is not None and folder.stat().st_uid == os.geteuid():
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    owner = owner_of(user)
    found = folder.lstat()
    if found.st_uid != owner or not stat.S_ISDIR(found.st_mode):
        raise CannotStart(f"{folder} belongs to somebody else. Remove it, or choose another LOCAL_DIR.")
    folder.chmod(0o700)


def owner_of(user: str | None) -> int:
    """The numeric id of `user`, ours when None."""
    return os.geteuid() if user is None else pwd.getpwnam(user).pw_uid


def server_user(*places: Path) -> str | None:
    """The user to run servers as: None for ourselves, `nobody` when we are root, whom PostgreSQL refuses.

    Raises CannotStart when `nobody` could not reach one of `places`.
    """
    if os.geteuid() != 0:
        return None
    for place in places:
        if closed := closed_folder(place, owner_of("nobody")):
            raise CannotStart(
                f"PostgreSQL refuses to run as root, so it runs as user nobody, who cannot enter {closed}."
                f" Move the checkout (or LOCAL_DIR), run as an ordinary user, or: chmod o+x {closed}"
            )
    return "nobody"


def closed_folder(place: Path, user_id: int) -> Path | None:
    """The first folder on the way to `place` that the user may not enter, None when the way is free."""
    for folder in (*reversed(place.parents), place):
        found = folder.stat()
        needed = stat.S_IXUSR if found.st_uid == user_id else stat.S_IXOTH
        if not found.st_mode & needed:
            return folder
    return None


def socket_folder(folder: Path, user: str | None) -> Path:
    """A private folder for sockets: inside `folder`, or under the temp folder where none can lie there."""
    sockets = folder / "run"
    is_too_long = len(os.fsencode(sockets / LONGEST_SOCKET_NAME)) > MAX_SOCKET_PATH_BYTES
    if is_too_long or not PLAIN_PATH.fullmatch(str(sockets)):
        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"haat-{digest}"
    make_private_folder(sockets, user)
    return sockets
