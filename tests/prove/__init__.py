"""Proofs: each tries hard to break one promise of docs/guarantees.md, and shows that it would notice.

`make test` runs them in the size that CI has time for, `make prove` in full. Real processes, real kills.
"""
