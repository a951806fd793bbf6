"""What a seller is asked before others see something of her: the questions, and her answers."""
