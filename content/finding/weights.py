"""What the marks of a passage count; found by `bench/weights.py`, not by hand."""

MARKS: dict[str, tuple[float, float]] = {
    "cover": (4.58, 0.80),
    "squares": (2.37, 0.88),
    "gap": (0.93, 2.22),
    "near": (1.28, 0.32),
    "near_squares": (0.88, 0.54),
    "near_gap": (0.26, 1.93),
    "lead": (1.63, 0.49),
    "heading": (1.00, 0.44),
    "title": (1.54, 1.05),
    "phrase": (2.39, 0.48),
    "signed": (1.85, 0.00),
    "longest": (0.48, 0.00),
    "defined": (1.57, 0.00),
    "turn": (1.17, 0.00),
    "turn_said": (0.45, 0.72),
    "turn_anywhere": (0.44, 0.50),
    "number": (0.90, 0.00),
    "number_said": (0.88, 0.00),
    "number_anywhere": (1.18, 0.00),
    "no_number": (0.13, 0.37),
    "loose": (0.75, 0.00),
    "loose_said": (0.33, 1.26),
    "penal": (0.00, 0.00),
    "only_penal": (0.79, 0.00),
    "formal": (0.96, 0.00),
    "opening": (2.45, 0.00),
    "early": (1.07, 0.00),
    "first": (0.64, 0.00),
    "short": (0.20, 0.00),
    "article": (0.30, 0.00),
    "bm25": (2.50, 0.00),
    "asked": (0.00, 0.78),
}
"""What each mark of `marks.marks` counts for the rank of a passage, and for the trust in it."""
TRUST_SCORE = 0.050
TRUST = -2.22
"""What the score counts for the trust in the best passage, and where the trust begins."""
OLDER = 1.6
"""What the score of an edition that is not in force loses."""
LEAST = -0.2
"""The trust (logarithm of the odds) below which a passage only shares words with the question."""
SURE = 0.8
"""The trust from which the answer is shown without a caveat."""
