from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "onboarding.outbox"
    label = "outbox"

    def ready(self) -> None:
        import onboarding.celery  # noqa: F401  the application that rings and tasks belong to
