"""Every proof in full, with the results in LOCAL_DIR/prove.json: what `make prove` runs."""

import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    local = Path(os.environ.get("LOCAL_DIR") or ".local").resolve()
    local.mkdir(parents=True, exist_ok=True)
    here = Path(__file__).parent
    return pytest.main([str(here), "--full", f"--proofs={local / 'prove.json'}", "--no-header", "-q", *sys.argv[1:]])


sys.exit(main())
