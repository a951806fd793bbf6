"""Can I sell here? Who may sell where with which papers, by a dated table; nothing here is stored."""
