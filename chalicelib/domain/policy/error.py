"""What is wrong with a policy file."""


class PolicyError(ValueError):
    """A policy file cannot be used; `mistakes` has one sentence for each thing to put right, led by its path."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)
