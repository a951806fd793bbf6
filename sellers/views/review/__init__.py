"""What an officer reads and decides: the queue, the file with its evidence, pictures, and open questions."""
