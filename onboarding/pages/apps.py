from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "onboarding.pages"
    label = "pages"
