"""SMS and mail: exact texts per board and language, and the senders that hand them over."""
