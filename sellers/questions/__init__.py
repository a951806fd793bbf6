"""What a board asks of a seller: the questions, the steps they are asked in, and of whom each is asked."""
