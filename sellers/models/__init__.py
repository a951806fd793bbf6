from sellers.models.application import Application
from sellers.models.enrolment import Enrolment
from sellers.models.seller import Seller

__all__ = ["Application", "Enrolment", "Seller"]
