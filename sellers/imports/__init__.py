"""Many sellers at once: files of real offices to applications, each bad row given back with its reason."""
