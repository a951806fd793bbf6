"""The REST API that marketplace partners read: clients, scopes, grants and resources."""
