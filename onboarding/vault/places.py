"""Where values lie that depend on the environment's keys, as each room declares it, and how one of them is renewed.

settings.VAULT_PLACES names the list of all, for vault knows no room above it. A column that no place names fails the
test that walks over all models.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.module_loading import import_string

from onboarding.vault.crypto import decrypt_env, encrypt_env, unwrap, wrap
from onboarding.vault.errors import KeyDestroyed
from onboarding.vault.models import DataKey
from onboarding.vault.sealing import VERSION


class Place(Protocol):
    """Columns of one model that are renewed together."""

    @property
    def model(self) -> type[models.Model]: ...

    @property
    def fields(self) -> tuple[str, ...]: ...

    @property
    def related(self) -> tuple[str, ...]:
        """Return what is read along with a row, as select_related takes it."""

    def is_stale(self, current: str) -> Q:
        """Return the rows which may depend on another key than the current one."""

    def keys_in(self, row: Any) -> set[str]:
        """Return the ids of the environment's keys on which the row's columns depend."""

    def renew(self, row: Any) -> None:
        """Let the columns depend on the current key. Saves nothing. Raises VaultFault for what does not open."""


@dataclass(frozen=True)
class SealedByEnvironment:
    """A column sealed under the environment's key; `place` gives what the row's value is bound to."""

    model: type[models.Model]
    field: str
    place: Callable[[Any], str]
    related: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    def is_stale(self, current: str) -> Q:
        return begins_otherwise(self.field, sealed_header(current))

    def keys_in(self, row: Any) -> set[str]:
        sealed = getattr(row, self.field)
        return {key_of_sealed(bytes(sealed))} if sealed is not None else set()

    def renew(self, row: Any) -> None:
        sealed = getattr(row, self.field)
        if sealed is not None:
            place = self.place(row)
            setattr(row, self.field, encrypt_env(decrypt_env(bytes(sealed), place), place))


@dataclass(frozen=True)
class SealedTexts:
    """Sealed values that a package keeps as base64 under these names of a JSON column, one or a list of them."""

    model: type[models.Model]
    field: str
    names: tuple[str, ...]
    place: str
    related: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    def is_stale(self, current: str) -> Q:
        return ~Q(pk=None)  # base64 hides where the id ends; these tables are small, and `keys_in` tells

    def keys_in(self, row: Any) -> set[str]:
        return {key_of_sealed(base64.b64decode(text)) for text in self._texts(getattr(row, self.field))}

    def renew(self, row: Any) -> None:
        kept = dict(getattr(row, self.field))
        for name in self.names:
            if isinstance(kept.get(name), list):
                kept[name] = [self._renewed(text) for text in kept[name]]
            elif kept.get(name):
                kept[name] = self._renewed(kept[name])
        setattr(row, self.field, kept)

    def _texts(self, kept: Mapping[str, Any]) -> Iterator[str]:
        for name in self.names:
            value = kept.get(name)
            yield from value if isinstance(value, list) else [value] if value else []

    def _renewed(self, text: str) -> str:
        plain = decrypt_env(base64.b64decode(text), self.place)
        return base64.b64encode(encrypt_env(plain, self.place)).decode()


@dataclass(frozen=True)
class Indexed:
    """Blind indexes; `indexes` computes them from the value in clear, by the name of the column.

    It may raise KeyDestroyed: whoever was erased is not found any more.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    indexes: Callable[[Any], Mapping[str, bytes | None]]
    related: tuple[str, ...] = ()

    def is_stale(self, current: str) -> Q:
        stale = Q(pk=None)
        for field in self.fields:
            stale |= begins_otherwise(field, current.encode() + b":")
        return stale

    def keys_in(self, row: Any) -> set[str]:
        indexes = (getattr(row, field) for field in self.fields)
        return {
            bytes(index).partition(b":")[0].decode(errors="replace")  # as crypto.blind_index begins it
            for index in indexes
            if index is not None
        }

    def renew(self, row: Any) -> None:
        try:
            found = self.indexes(row)
        except KeyDestroyed:
            found = dict.fromkeys(self.fields)
        for field in self.fields:
            setattr(row, field, found[field])


@dataclass(frozen=True)
class SealedByPerson:
    """Columns sealed under a person's own key: a rotation wraps that key anew and leaves these alone."""

    model: type[models.Model]
    fields: tuple[str, ...]


class WrappedKeys:
    """The keys of persons, wrapped by the environment's."""

    model = DataKey
    fields = ("wrapped", "wrapped_with")
    related = ()

    def is_stale(self, current: str) -> Q:
        return ~Q(wrapped_with=current) & Q(wrapped__isnull=False)

    def keys_in(self, row: DataKey) -> set[str]:
        return {row.wrapped_with} if row.wrapped is not None else set()

    def renew(self, row: DataKey) -> None:
        wrap(unwrap(row), row)


Declared = SealedByEnvironment | SealedTexts | Indexed | SealedByPerson


@cache
def declared() -> Sequence[Declared]:
    """Return what the rooms declare."""
    found: Sequence[Declared] = import_string(settings.VAULT_PLACES)
    return found


def places() -> list[Place]:
    """Return all that a rotation renews, the keys of persons first: through them the indexed values are read."""
    return [WrappedKeys(), *(place for place in declared() if not isinstance(place, SealedByPerson))]


def begins_otherwise(field: str, prefix: bytes) -> Q:
    """Return the rows whose bytes are there and do not begin like this."""
    # A plain Substr would count characters; the column is bytes.
    begin = Func(F(field), Value(1), Value(len(prefix)), function="substring", output_field=models.BinaryField())
    return Q(**{f"{field}__isnull": False}) & ~Q(Exact(begin, Value(prefix, output_field=models.BinaryField())))


def sealed_header(key_id: str) -> bytes:
    return bytes([VERSION, len(key_id)]) + key_id.encode()


def key_of_sealed(sealed: bytes) -> str:
    """Return the id of the key as the header of a sealed value names it."""
    return sealed[2 : 2 + sealed[1]].decode(errors="replace") if len(sealed) > 1 else ""
