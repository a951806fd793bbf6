"""The import of many sellers, against COPY of the finished rows, against its peer, and in memory."""
