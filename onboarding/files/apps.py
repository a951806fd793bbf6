from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "onboarding.files"
    label = "files"
