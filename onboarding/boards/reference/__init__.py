"""Districts and crafts as public sources have them: the fixtures, and the directory files of other states.

`districts_up.json` and `crafts.json` are made by tools/make_reference.py. Each fact there keeps its source and its
status; null means that no source was found. "seed 0" among the sources is the press report on the Kala Haat agreement.
"""
