"""What the marks of a passage count; found by `bench/weights.py`, not by hand."""

MARKS: dict[str, tuple[float, float]] = {
    "cover": (4.62, 1.36),
    "squares": (2.34, 1.12),
    "gap": (0.87, 1.14),
    "near": (1.32, 0.88),
    "near_squares": (0.86, 0.77),
    "near_gap": (0.21, 0.80),
    "lead": (1.76, 0.53),
    "heading": (0.99, 0.23),
    "title": (1.60, 0.95),
    "phrase": (2.44, 0.67),
    "signed": (1.89, 0.00),
    "longest": (0.49, 0.01),
    "defined": (1.53, 0.07),
    "turn": (1.20, 0.00),
    "turn_said": (0.56, 0.84),
    "turn_anywhere": (0.53, 0.67),
    "number": (0.90, 0.00),
    "number_said": (0.89, 0.00),
    "number_anywhere": (1.19, 0.00),
    "no_number": (0.13, 0.36),
    "loose": (0.80, 0.00),
    "loose_said": (0.33, 1.34),
    "penal": (0.03, 0.00),
    "only_penal": (0.79, 0.00),
    "formal": (0.96, 0.00),
    "opening": (2.46, 0.00),
    "early": (1.02, 0.00),
    "first": (0.68, 0.00),
    "short": (0.20, 0.00),
    "article": (0.32, 0.00),
    "bm25": (2.54, 0.93),
    "asked": (0.01, 1.91),
}
"""What each mark of `marks.marks` counts for the rank of a passage, and for the trust in it."""
TRUST_SCORE = 0.145
TRUST = -6.87
"""What the score counts for the trust in the best passage, and where the trust begins."""
OLDER = 1.6
"""What the score of an edition that is not in force loses."""
LEAST = -0.5
"""The trust (logarithm of the odds) below which a passage only shares words with the question."""
SURE = 0.8
"""The trust from which the answer is shown without a caveat."""
