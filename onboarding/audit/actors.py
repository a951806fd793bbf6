"""Who acts."""

from dataclasses import dataclass
from typing import Literal, Self, get_args

ActorKind = Literal["officer", "seller", "operator", "helper", "partner", "system"]


@dataclass(frozen=True)
class Actor:
    """A person, partner or part of the system. The name is for pages, never for the history."""

    kind: ActorKind
    id: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(ActorKind) or not self.id:
            raise ValueError("an actor has one of the known kinds and an id")

    @classmethod
    def system(cls, name: str) -> Self:
        """Return the part of the system of that name, such as "relay"."""
        return cls(kind="system", id=name, name=name)

    @property
    def reference(self) -> str:
        """Return the actor as one word, such as "officer:17"."""
        return f"{self.kind}:{self.id}"
