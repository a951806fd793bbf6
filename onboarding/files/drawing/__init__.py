"""Draws HEIC and PDF, only ever inside a limited child (limits.py). No Django here; each format loads its own library.

A library that opens files on first use is made to do so when these modules are loaded: later the doors are shut.
"""
