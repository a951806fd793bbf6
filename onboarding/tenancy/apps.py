from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from onboarding.tenancy.roles import check_new_connection, grant_to_roles


class TenancyConfig(AppConfig):
    name = "onboarding.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        connection_created.connect(check_new_connection, dispatch_uid="tenancy.role")
        # post_migrate is sent once for each app; the grants are the same each time, so only ours is listened to.
        post_migrate.connect(grant_to_roles, sender=self, dispatch_uid="tenancy.grants")
