"""The look shared by every page: filters for money, dates and texts, and the icons."""
