"""urls.py for what is held about a person: what each room declares of it, and what keeps it from being erased."""

import catalog.held
import marketplaces.held
import sellers.privacy.own

HELD = (*sellers.privacy.own.HELD, *catalog.held.HELD, *marketplaces.held.HELD)

# Models from which a way leads to a seller though they hold nothing about her: label, and the reason.
EXCUSED: dict[str, str] = {}

HOLDS = (marketplaces.held.goods_still_shown,)
