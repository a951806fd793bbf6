"""What an officer reads of a file: the answers, the checks that count, and the spellings of the name."""
