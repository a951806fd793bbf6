from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "onboarding.boards"
    label = "boards"
