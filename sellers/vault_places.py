"""What sellers keeps under the keys of persons, and the blind indexes under the environment's."""

from collections.abc import Mapping

from onboarding.vault.places import Declared, Indexed, SealedByPerson
from sellers.models import Check, Document, Fact, Member, NumberChange
from sellers.roster.secrets import index_of_phone, phone_of
from sellers.secrets import index_of, value_of


def indexes_of_fact(fact: Fact) -> Mapping[str, bytes | None]:
    in_board, anywhere = index_of(fact.code, value_of(fact))
    return {"board_index": in_board, "anywhere_index": anywhere}


def index_of_member(member: Member) -> Mapping[str, bytes | None]:
    return {"phone_index": index_of_phone(phone_of(member))}


PLACES: tuple[Declared, ...] = (
    Indexed(Fact, ("board_index", "anywhere_index"), indexes_of_fact, related=("seller__data_key",)),
    Indexed(Member, ("phone_index",), index_of_member, related=("seller__data_key",)),
    SealedByPerson(Fact, ("sealed_value",)),
    SealedByPerson(Document, ("sealed_name",)),
    SealedByPerson(Check, ("sealed_evidence",)),
    SealedByPerson(Member, ("sealed_phone", "sealed_reach")),
    SealedByPerson(NumberChange, ("sealed_phone",)),
)
