from django.db import models

from onboarding.boards.models import Programme
from onboarding.tenancy.models import BoardModel


class Account(BoardModel):
    """An account on a marketplace through which the board's sellers sell.

    The holder is whose account, GSTIN and bank it is. The refresh token is sealed under the environment's key.
    """

    marketplace = models.CharField(max_length=20, choices=Programme.Marketplace)
    holder_name = models.CharField(max_length=120)
    merchant_id = models.CharField(max_length=40)  # the marketplace's own id of the seller account
    sealed_refresh_token = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "marketplace", "merchant_id"], name="account_once")]
