from sellers.models.application import Application, Finding, Requirement
from sellers.models.assistance import Assistance, Helper, Repeat
from sellers.models.bulk import ColumnMapping, Import
from sellers.models.consent import Consent
from sellers.models.enrolment import Enrolment
from sellers.models.fact import Check, Document, Fact
from sellers.models.member import Member
from sellers.models.phone import NumberChange
from sellers.models.privacy import Erasure, Unmasking
from sellers.models.refused_row import RefusedRow
from sellers.models.seller import Origin, Seller, SellerKind

__all__ = [
    "Application",
    "Assistance",
    "Check",
    "ColumnMapping",
    "Consent",
    "Document",
    "Enrolment",
    "Erasure",
    "Fact",
    "Finding",
    "Helper",
    "Import",
    "Member",
    "NumberChange",
    "Origin",
    "RefusedRow",
    "Repeat",
    "Requirement",
    "Seller",
    "SellerKind",
    "Unmasking",
]
